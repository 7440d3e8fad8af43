import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from '../operations/read-manifest.ts';
import { withUsage } from '../with-usage.ts';
import { checkBudget } from './budget/check-budget.ts';
import { COSTS_FILE } from './budget/costs-file.ts';
import { checkChange } from './check-change.ts';
import { ownersOf } from './code-owners.ts';
import { checkDifference } from './migrations/check-difference.ts';
import { readStores } from './migrations/read-stores.ts';
import { makeReport, type Report, toMarkdown } from './report.ts';
import { readTree } from './tree.ts';
import { changedFiles, withTreeOf } from './git.ts';

const USAGE = `Usage: npm run check -- --against <git ref> [--manifest <file>]… [--json <file>] [--update]

Says what the working tree does to the others, compared with a commit: composition, schemas, operations and what
they cost, protos, owners.
  --against <git ref>  what the change is compared with, such as origin/main
  --manifest <file>    a persisted-query manifest of operations that must keep working, named as the team that owns it
  --json <file>        writes the same for machines
  --update             writes what the operations cost now to ${COSTS_FILE}`;

/**
 * @param args the command line's.
 * @returns the report; the check fails when it does not pass.
 * @throws UserError when the arguments are wrong or a tree cannot be read.
 */
export async function checkCommand(args: string[]): Promise<{ report: Report; markdown: string }> {
  const { against, manifest, json, update } = readArguments(args);
  const sent = (await Promise.all(manifest.map(readManifest))).flat();
  const report = await withTreeOf(ROOT, against, async (base) => {
    const [changes, differences] = await Promise.all([
      checkChange(base, ROOT, sent),
      readStores(base).then(async (before) => checkDifference(ROOT, before, await readStores(ROOT))),
    ]);
    // Nothing could be run: a core would wait for what its tables lack.
    const budget = differences.length > 0 ? [] : await checkBudget(base, await readTree(ROOT), update);
    return makeReport(
      against,
      [...changes, ...differences, ...budget],
      await ownersOf(ROOT, await changedFiles(ROOT, against)),
    );
  });
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  return { report, markdown: toMarkdown(report) };
}

const ROOT = resolve(import.meta.dirname, '../..');

function readArguments(args: string[]) {
  return withUsage(USAGE, () => {
    const { values } = parseArgs({
      args,
      options: {
        against: { type: 'string' },
        manifest: { type: 'string', multiple: true, default: [] },
        json: { type: 'string' },
        update: { type: 'boolean', default: false },
      },
    });
    const { against, ...others } = values;
    if (!against) throw new TypeError('--against is missing.');
    return { against, ...others };
  });
}
