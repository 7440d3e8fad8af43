import { join } from 'node:path';
import { contentsOf } from '../contents-of.ts';
import { addedTo } from '../migrations/check-migrations.ts';
import type { Store } from '../migrations/read-stores.ts';
import { type Finding, finding } from '../finding.ts';

/**
 * The whole order of a change that changes what is stored: stores first, for a core waits for its migrations and does not start
 * on an index that it does not know; what is taken away last. Nothing for a change that leaves the stores alone.
 *
 * @param base,head the folders of the two trees.
 */
export async function shippingSteps(
  base: string,
  head: string,
  storesBefore: readonly Store[],
  stores: readonly Store[],
): Promise<Finding[]> {
  const domains = stores.filter(({ owner }) => owner !== 'platform').map(({ owner }) => owner);
  const before = (store: Store) => storesBefore.find(({ owner }) => owner === store.owner);
  const migrated = stores.filter((store) => addedTo(before(store), store).length > 0).map(({ owner }) => owner);
  const toMigrate = migrated.includes('platform') ? domains : migrated;
  const toReindex = await changedIn(domains, base, head, 'core/elasticsearch/index-definition.ts');
  if (toMigrate.length === 0 && toReindex.length === 0) return [];
  const cores = await changedIn(domains, base, head, 'core');
  const graphs = await changedIn(domains, base, head, 'graph');
  const schemas = await changedIn(domains, base, head, 'graph/schema.graphql');
  const toDrop = stores.flatMap((store) => droppedLater(before(store), store));
  const steps = [
    ...toMigrate.map((domain) => `\`npm run migrate -- ${domain}\`, while the cores of the version before serve`),
    ...toReindex.map((domain) => `\`npm run reindex\` with the new code of ${domain}, where it is on Elasticsearch`),
    ...[...new Set([...cores, ...toMigrate, ...toReindex])].map((domain) => `deploy the core of ${domain}`),
    ...graphs.map((domain) => `deploy the subgraph of ${domain}`),
    ...(schemas.length > 0 ? ['publish the supergraph, or before the subgraph where it says so above'] : []),
    ...(toDrop.length > 0 ? [`in the next version, when no core reads it any more: drop ${toDrop.join(', ')}`] : []),
  ];
  const message = ['the whole change:', ...steps.map((step, at) => `${at + 1}. ${step}`)].join('\n');
  return [finding({ verdict: 'safe', area: 'shipping', message })];
}

/** The columns that the code reads no more and the database still has. */
function droppedLater(before: Store | undefined, { owner, tables }: Store): string[] {
  return [...(before?.tables ?? [])].flatMap(([table, columns]) => {
    const now = tables.get(table);
    if (!now) return `${table} of ${owner}`;
    const gone = columns.filter(({ name }) => !now.some((column) => column.name === name));
    return gone.map(({ name }) => `${table}.${name} of ${owner}`);
  });
}

/** The domains in which a file, or something in a folder, is another one than before. */
async function changedIn(domains: readonly string[], base: string, head: string, path: string): Promise<string[]> {
  const isChanged = await Promise.all(
    domains.map(async (domain) => {
      const [one, other] = [base, head].map((tree) => join(tree, 'subgraphs', domain, path));
      return (await contentsOf(one ?? '')) !== (await contentsOf(other ?? ''));
    }),
  );
  return domains.filter((_, at) => isChanged[at]);
}
