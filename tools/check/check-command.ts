import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '@commerce/platform/process/start-error';
import { checkChange } from './check-change.ts';
import { ownersOf } from './code-owners.ts';
import { makeReport, type Report, toMarkdown } from './report.ts';
import { changedFiles, withTreeOf } from './git.ts';

const USAGE = `Usage: npm run check -- --against <git ref> [--json <file>]

Says what the working tree does to the others, compared with a commit: composition, schemas, operations, protos, owners.
  --against <git ref>  what the change is compared with, such as origin/main
  --json <file>        writes the same for machines`;

/**
 * @param args the command line's.
 * @returns the report; the check fails when it does not pass.
 * @throws StartError when the arguments are wrong or a tree cannot be read.
 */
export async function checkCommand(args: string[]): Promise<{ report: Report; markdown: string }> {
  const { against, json } = readArguments(args);
  const report = await withTreeOf(ROOT, against, async (base) => {
    const findings = await checkChange(base, ROOT);
    return makeReport(against, findings, await ownersOf(ROOT, await changedFiles(ROOT, against)));
  });
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  return { report, markdown: toMarkdown(report) };
}

const ROOT = resolve(import.meta.dirname, '../..');

function readArguments(args: string[]): { against: string; json?: string | undefined } {
  try {
    const { values } = parseArgs({ args, options: { against: { type: 'string' }, json: { type: 'string' } } });
    const { against, json } = values;
    if (!against) throw new TypeError('--against is missing.');
    return { against, json };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new StartError(`${error.message}\n\n${USAGE}`, error);
  }
}
