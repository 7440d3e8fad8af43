import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import writeFileAtomic from 'write-file-atomic';
import { readOperations } from '../operations/read-operations.ts';
import { fileReason, fromHere } from '../composition/read-yaml.ts';
import { withUsage } from '../with-usage.ts';
import { manifestOf } from './manifest-of.ts';

const USAGE = `Usage: npm run manifest -- [--operations <folder>] [--output <file>] [--check]

Writes the manifest of clients' operations, for routers to trust (TRUSTED_DOCUMENTS) and for clients to have the ids from.
  --operations <folder>  of .graphql files; operations by default
  --output <file>        the manifest; persisted-query-manifest.json by default
  --check                writes nothing, and fails when the output is not what the operations make`;

/**
 * Writes the manifest, or checks that it is written.
 *
 * @param args the command line's.
 * @returns what to tell the user.
 * @throws UserError when an operation has no place in a manifest, or with `--check` the manifest is not up to date.
 */
export async function manifestCommand(args: string[]): Promise<string> {
  const { operations: folder, output, check, help } = readArguments(args);
  if (help) return USAGE;
  const [source, target] = [fromHere(folder), fromHere(output)];
  const manifest = await makeManifest(folder);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (check) {
    const current = await readFile(output, 'utf8').catch(() => undefined);
    if (current !== text) {
      const what = current === undefined ? 'is missing' : `is not what ${source} makes`;
      const others = args.filter((arg) => arg !== '--check');
      const mending = ['npm run manifest', ...(others.length > 0 ? ['--', ...others] : [])].join(' ');
      throw new UserError(`${target} ${what}. Run \`${mending}\` and commit it.`);
    }
  } else {
    await writeFileAtomic(output, text).catch((error: unknown) => {
      throw new UserError(`Cannot write ${target}: ${fileReason(error)}.`, error);
    });
  }
  return `${target} ${check ? 'is up to date with' : 'is made from'} ${source}: ${manifest.operations.length} operations.`;
}

async function makeManifest(folder: string) {
  const sources = await readOperations(folder);
  if (sources.length === 0) throw new UserError(`${fromHere(folder)} has no .graphql files.`);
  try {
    return manifestOf(sources);
  } catch (error) {
    throw new UserError(`Cannot make a manifest: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function readArguments(args: string[]) {
  return withUsage(USAGE, () => {
    const { values } = parseArgs({
      args,
      options: {
        operations: { type: 'string', default: 'operations' },
        output: { type: 'string', default: 'persisted-query-manifest.json' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  });
}
