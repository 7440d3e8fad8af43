import { join } from 'node:path';
import { scratchDifference } from '../../migrations/scratch-difference.ts';
import { type Finding, finding } from '../finding.ts';
import type { Store } from './read-stores.ts';

/**
 * Reports what the schema.prisma of a domain says and no migration makes, where the change touches either. It starts an embedded
 * database for it.
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
    const { missing } = await scratchDifference({ name: owner, prismaFolder });
    if (missing.length === 0) continue;
    findings.push(
      finding({
        verdict: 'error',
        area: 'migrations',
        message: `schema.prisma of ${owner} says what no migration makes: ${missing.join(' ')}`,
        advice: `Run \`npm run migration -- ${owner} "<what it does>"\`, and edit what it writes.`,
        places: [`${join(path, '../schema.prisma')}:1`],
        touches: [`subgraphs/${owner}/core`],
      }),
    );
  }
  return findings;
}

function fingerprint(store: Store | undefined): string {
  return JSON.stringify([
    store?.schema,
    [...(store?.migrations.values() ?? [])].map(({ name, checksum }) => [name, checksum]),
  ]);
}
