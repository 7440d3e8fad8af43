import { join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { scratchDifference } from '../../migrations/scratch-difference.ts';
import { type Finding, finding } from '../finding.ts';
import type { Store } from './read-stores.ts';

/**
 * Reports what the schema.prisma of a domain says and no migration makes, and a migration that fails, where the change touches
 * either. It starts an embedded database for it.
 *
 * @param head the folder of the tree.
 */
export async function checkDifference(
  head: string,
  before: readonly Store[],
  stores: readonly Store[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const store of stores) {
    const { owner, path } = store;
    const isSame = fingerprint(store) === fingerprint(before.find((each) => each.owner === owner));
    if (owner === 'platform' || isSame) continue;
    const prismaFolder = join(head, path, '..');
    const touches = [`subgraphs/${owner}/core`];
    const error = (message: string, advice: string, place: string) =>
      findings.push(finding({ verdict: 'error', area: 'migrations', message, advice, places: [place], touches }));
    try {
      const { missing } = await scratchDifference({ name: owner, prismaFolder });
      if (missing.length === 0) continue;
      error(
        `schema.prisma of ${owner} says what no migration makes: ${missing.join(' ')}`,
        `Run \`npm run migration -- ${owner} "<what it does>"\`, and edit what it writes.`,
        `${join(path, '../schema.prisma')}:1`,
      );
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      error(thrown.message, 'Mend the migration: on an empty database it has to go through as well.', path);
    }
  }
  return findings;
}

function fingerprint(store: Store | undefined): string {
  return JSON.stringify([
    store?.schema,
    [...(store?.migrations.values() ?? [])].map(({ name, checksum }) => [name, checksum]),
  ]);
}
