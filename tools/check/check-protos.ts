import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { contentsOf } from './contents-of.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Reports what a change of the protos breaks (https://buf.build/docs/breaking/rules/): on the wire, a core and a caller of two
 * versions do not understand each other; in the source, a caller does not compile.
 *
 * @param base,head the folders of the two trees.
 */
export async function checkProtos(base: string, head: string): Promise<Finding[]> {
  // Most changes leave them alone, and buf takes as long as all other checks.
  const [before, after] = [await contentsOf(join(base, 'protos')), await contentsOf(join(head, 'protos'))];
  if (before === after) return [];
  const [source, wire] = [await breaking(base, head, 'FILE'), await breaking(base, head, 'WIRE_JSON')];
  const onTheWire = new Set(wire.map(subjectOf));
  // What breaks on the wire is said once, not again for each way in which it breaks the source.
  const inTheSource = source.filter((broken) => !onTheWire.has(subjectOf(broken)));
  return await Promise.all(
    [...wire, ...inTheSource].map(async (broken) => {
      const domain = /commerce\/([^/]+)\//.exec(broken.path)?.[1] ?? '';
      const where = onTheWire.has(subjectOf(broken)) ? 'on the wire' : 'in the source';
      return finding({
        verdict: 'breaking',
        area: 'protos',
        message: `${broken.message} (${broken.type}, breaks ${where})`,
        advice:
          where === 'on the wire'
            ? 'Reserve the number and the name, and add the new beside the old.'
            : 'Add the new beside the old; remove the old when no caller uses it.',
        places: [`protos/${broken.path}:${broken.start_line ?? 1}`],
        touches: [`subgraphs/${domain}/core`, ...(await clientsOf(head, domain))],
      });
    }),
  );
}

interface Broken {
  path: string;
  start_line?: number;
  type: string;
  message: string;
}

/** Where it is, and the first name or number that it says. */
function subjectOf({ path, start_line: line = 1, message }: Broken): string {
  return `${path}:${line} ${/"[^"]*"/.exec(message)?.[0]}`;
}

async function breaking(base: string, head: string, category: string): Promise<Broken[]> {
  const config = JSON.stringify({ version: 'v2', breaking: { use: [category], except: EXCEPT } });
  const args = ['breaking', '--against', join(base, 'protos'), '--config', config, '--error-format', 'json'];
  try {
    await promisify(execFile)(BUF, [...args, join(head, 'protos')]);
    return [];
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    // https://buf.build/docs/reference/cli/buf/breaking/: 100 when something breaks.
    if (code !== 100) throw new UserError(`buf breaking failed: ${stderr.trim() || String(error)}`, error);
    const lines = stdout.split('\n').filter(Boolean);
    return lines.map((line) => {
      const broken = JSON.parse(line) as Broken;
      return { ...broken, path: broken.path.replace(/^.*protos\//, '') };
    });
  }
}

/** Whether an RPC is a read tells this repository's clients what to send again: no message changes. check-reads.ts asks for it. */
const EXCEPT = ['RPC_SAME_IDEMPOTENCY_LEVEL'];

const BUF = join(import.meta.dirname, '../../node_modules/.bin/buf');

/** The domain's own graph, and the other domains that import its client. */
async function clientsOf(folder: string, domain: string): Promise<string[]> {
  const clients = [`subgraphs/${domain}/graph`];
  for (const other of await readdir(join(folder, 'subgraphs'))) {
    const file = join(folder, 'subgraphs', other, 'package.json');
    if (other === domain || !existsSync(file)) continue;
    const { dependencies = {} } = JSON.parse(await readFile(file, 'utf8')) as { dependencies?: object };
    if (`@commerce/${domain}` in dependencies) clients.push(`subgraphs/${other}/core`);
  }
  return clients;
}
