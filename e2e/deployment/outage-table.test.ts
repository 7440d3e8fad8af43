import { randomUUID } from 'node:crypto';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORM } from '../form.ts';
import { shopOf } from '../shop.ts';
import { type Cable, layCable } from './cable.ts';
import { type Deployment, planDeployment } from './deployment.ts';
import { type Field, fieldsOf } from './fields.ts';
import { lostFields } from './lost-fields.ts';
import { migrateStores } from './migrate-stores.ts';
import { outageColumn } from './outage-column.ts';

const { postgres: serverUrl } = storeServers();
const DOMAINS = ['account', 'catalog', 'order'] as const;
/** A subgraph that is in an edge cannot be killed alone. */
const KINDS = FORM === 'edges' ? (['store', 'core'] as const) : (['store', 'core', 'subgraph'] as const);
const PARTS = DOMAINS.flatMap((domain) => KINDS.map((kind) => ({ domain, kind, name: `${domain} ${kind}` })));

describe.runIf(serverUrl)('an outage costs the fields that need the part, and ends by itself', () => {
  let deployment: Deployment;
  let cables: Record<string, Cable>;
  let graph: GraphQLClient;
  let fields: Field[];
  /** By part, the fields that were null during its outage, once that has ended. */
  const lost = new Map<string, Set<string>>();

  beforeAll(async () => {
    const stores = await migrateStores((domain) => createDatabase(serverUrl ?? '', `outage-${randomUUID()}-${domain}`));
    const lines = await Promise.all(
      DOMAINS.map(async (domain) => [domain, await layCable(stores[domain].DATABASE_URL)]),
    );
    cables = Object.fromEntries(lines) as Record<string, Cable>;
    deployment = await planDeployment({
      replicas: 1,
      storeOf: (domain) => ({ DATABASE_URL: cables[domain]?.url ?? '' }),
    });
    await Promise.all(deployment.processes.map((process) => process.startReady()));
    graph = await deployment.serve();
    const shop = shopOf(graph);
    const [account, product, old] = [
      await shop.createAccount(),
      await shop.createProduct(),
      await shop.createProduct(),
    ];
    fields = fieldsOf({ account, product, old, order: await shop.createOrder(account, product) });
  });
  afterAll(async () => {
    await deployment.stop();
    for (const cable of Object.values(cables)) await cable.cut();
  });

  const whatIsLost = () => lostFields(graph, fields);

  test('without one, every field is there', async () => {
    expect(await whatIsLost()).toEqual(new Set());
  });

  test.each(PARTS)('$name', async ({ domain, kind, name }) => {
    const process = deployment.process(`${domain} ${kind === 'store' ? 'core' : kind}`);
    await (kind === 'store' ? cables[domain]?.cut() : process.end('SIGKILL'));
    const missing = await whatIsLost();
    await (kind === 'store' ? cables[domain]?.mend() : process.startReady());
    await expect.poll(whatIsLost).toEqual(new Set());
    lost.set(name, missing);
  });

  test.runIf(FORM === 'edges')('the table in the docs holds for edges, too', async () => {
    const said = await Promise.all(PARTS.map(async ({ name }) => [name, await outageColumn(name)] as const));
    expect(lost).toEqual(new Map(said));
  });

  test.runIf(FORM === 'apart')('the table in the docs says which fields are lost', async () => {
    // A part that failed would stand in the table as one that costs nothing.
    expect(lost.size).toBe(PARTS.length);
    const header = ['Field', ...PARTS.map(({ name }) => name)];
    const rows = fields.map(({ name }) => [
      `\`${name}\``,
      ...PARTS.map((part) => (lost.get(part.name)?.has(name) ? 'null' : '✓')),
    ]);
    const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
    await expect(`${INTRODUCTION}\n${table}\n`).toMatchFileSnapshot('../../docs/outages.md');
  });
});

const INTRODUCTION = `# What an outage costs

A part that is down costs the fields that need it; they are null, with an \`UNAVAILABLE\` error on their path. The rest of
the answer is there. Nothing has to be restarted when the part is back.
The catalog store costs the same whether it is PostgreSQL or Elasticsearch. An [edge](../edge/README.md) has the subgraphs in its
process: there the columns of stores and cores hold.

\`e2e/deployment/outage-table.test.ts\` makes this table from processes that it kills: \`TEST_POSTGRES=1 npm test -- e2e/deployment -u\`.
`;
