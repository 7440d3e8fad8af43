import { randomUUID } from 'node:crypto';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { type Cable, layCable } from './cable.ts';
import { type Deployment, planDeployment } from './deployment.ts';
import { type Field, fieldsOf } from './fields.ts';
import { migrateStores } from './migrate-stores.ts';

const { postgres: serverUrl } = storeServers();
const DOMAINS = ['account', 'catalog', 'order'] as const;
const PARTS = DOMAINS.flatMap((domain) =>
  (['store', 'core', 'subgraph'] as const).map((kind) => ({ domain, kind, name: `${domain} ${kind}` })),
);

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
    deployment = await planDeployment(1, (domain) => ({ DATABASE_URL: cables[domain]?.url ?? '' }));
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

  test('the table in the docs says which fields are lost', async () => {
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

  /** The names of the fields that are null now; each with one error that says so, and nothing else missing. */
  async function whatIsLost(): Promise<Set<string>> {
    const missing = new Set<string>();
    for (const { name, document, path } of fields) {
      const { data, errors = [] } = await graph.query(document);
      if (errors.length === 0) continue;
      missing.add(name);
      expect([name, valueAt(data, path)]).toEqual([name, null]);
      for (const { message, extensions } of errors) {
        expect(message).toMatch(/^The (account|catalog|order) (store|service|subgraph) cannot be reached; /);
        const retry = message.endsWith('; retry later.') && { retryable: true, retryAfterMs: 1_000 };
        expect(extensions).toMatchObject({ code: 'UNAVAILABLE', ...retry });
        // A mutation without a key may have been done; nothing else has a reason not to be sent again.
        expect(Boolean(retry) || name.startsWith('Mutation')).toBe(true);
      }
    }
    return missing;
  }
});

function valueAt(data: unknown, [key, ...rest]: string[]): unknown {
  const value = Array.isArray(data) ? (data as unknown[])[0] : data;
  if (key === undefined || value === null) return value;
  return valueAt((value as Record<string, unknown>)[key], rest);
}

const INTRODUCTION = `# What an outage costs

A part that is down costs the fields that need it; they are null, with an \`UNAVAILABLE\` error on their path. The rest of
the answer is there. Nothing has to be restarted when the part is back.

\`e2e/deployment/outage-table.test.ts\` makes this table from processes that it kills: \`TEST_POSTGRES=1 npm test -- e2e/deployment -u\`.
`;
