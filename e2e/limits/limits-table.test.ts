import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layCable } from '../deployment/cable.ts';
import { planDeployment } from '../deployment/deployment.ts';
import { migrateStores } from '../deployment/migrate-stores.ts';
import { startKeyedWriters } from '../kills/keyed-writers.ts';
import { lossesOf } from '../kills/stored-orders.ts';
import { FORM } from '../form.ts';
import { shopOf } from '../shop.ts';
import { FAULTS } from './faults.ts';
import { HOSTILE_INPUTS } from './hostile-inputs.ts';
import { storeTargets } from './store-targets.ts';
import type { Stage, Trial } from './trial.ts';
import { startUsualClient } from './usual-client.ts';

const { postgres: serverUrl } = storeServers();
const TRIALS: readonly Trial[] = [...HOSTILE_INPUTS, ...FAULTS];

describe.runIf(serverUrl)('what a client sends, and a part that fails', () => {
  let stage: Omit<Stage, 'untilOthersGoOn'>;
  const held = new Set<string>();

  beforeAll(async () => {
    const stores = await migrateStores((domain) => createDatabase(serverUrl ?? '', `limits-${randomUUID()}-${domain}`));
    const cables = [await layCable(stores.order.DATABASE_URL), await layCable(stores.order.DATABASE_URL)];
    const urlOf = (domain: keyof typeof stores, replica: number) =>
      (domain === 'order' ? cables[replica]?.url : undefined) ?? stores[domain].DATABASE_URL;
    // What a container of 512 MB has, and less time than a client of the test waits.
    const settings = { NODE_OPTIONS: '--max-old-space-size=256', REQUEST_TIMEOUT_MS: '40000', DRAIN_MS: '0' };
    const deployment = await planDeployment({
      replicas: 2,
      storeOf: (domain, replica) => ({ DATABASE_URL: urlOf(domain, replica) }),
      settings,
    });
    await Promise.all(deployment.processes.map((process) => process.startReady()));
    const graph = await deployment.serve();
    stage = { deployment, graph, cables, targets: await storeTargets(graph, stores.order.DATABASE_URL) };
  });
  afterAll(async () => {
    await stage?.deployment.stop();
    for (const cable of stage?.cables ?? []) await cable.cut();
  });

  test.each(TRIALS)('$name', async ({ name, gets, codes, othersWaitMs, run }) => {
    const shop = shopOf(stage.graph);
    const [account, product] = [await shop.createAccount(), await shop.createProduct()];
    const writers = startKeyedWriters(waiting(stage.graph, othersWaitMs), account, [product]);
    const client = startUsualClient(waiting(stage.graph, othersWaitMs), account);
    const others = () => Math.min(writers.acknowledged.size, client.latencies.length);
    const untilOthersGoOn = async () => {
      const before = others();
      await expect.poll(others).toBeGreaterThan(before + GO_ON);
    };
    await untilOthersGoOn();
    const got = await run({ ...stage, untilOthersGoOn });
    await untilOthersGoOn();
    await client.stop();
    await writers.stop();

    expect(gets.split(' or ')).toEqual(expect.arrayContaining(got.split(' or ')));
    expect(client.failures.filter((failure) => !codes.includes(failure))).toEqual([]);
    expect(stage.deployment.processes.filter((process) => process.hasEnded())).toEqual([]);
    const losses = await lossesOf(stage.graph, account, [product], writers.acknowledged);
    expect(losses).toMatchObject({ lost: 0, twice: 0, half: 0 });
    held.add(name);
  });

  // A trial that failed would stand in the table as one that was held.
  test('all of it was held', () => {
    expect([...held]).toEqual(TRIALS.map(({ name }) => name));
  });

  test.runIf(FORM === 'edges')('the table in the docs holds for edges, which are routers', async () => {
    const page = (await readFile(PAGE, 'utf8')).split('\n');
    const rows = TRIALS.map((trial) => rowOf({ ...trial, name: trial.name.replace(/: edge$/, ': router') }));
    expect(page).toEqual(expect.arrayContaining(rows));
  });

  test.runIf(FORM === 'apart')('the table in the docs says so', async () => {
    const header = ['What happens', 'Who caused it gets', 'All others notice', 'Lost'];
    const table = [lineOf(header), lineOf(header.map(() => '---')), ...TRIALS.map(rowOf)].join('\n');
    await expect(`${INTRODUCTION}\n${table}\n${await figures()}`).toMatchFileSnapshot(PAGE);
  });
});

function rowOf({ name, gets, others }: Trial): string {
  return lineOf([name, gets || '–', others, 'nothing']);
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The same client, whose requests have no more than a time. */
function waiting(graph: GraphQLClient, ms?: number): GraphQLClient {
  const headers = ms === undefined ? undefined : { 'x-request-timeout-ms': String(ms) };
  return { ...graph, query: (document, variables) => graph.query(document, variables, headers) };
}

const PAGE = resolve(import.meta.dirname, '../../docs/limits.md');

/** What follows the table: measured by hand, it stays as it is. */
async function figures(): Promise<string> {
  const page = await readFile(PAGE, 'utf8').catch(() => '');
  return page.slice(page.indexOf('\n## '));
}

/** So many more answers say that the others go on. */
const GO_ON = 3;

const INTRODUCTION = `# What it withstands

Each line happens to a system of two replicas of each part, in production mode, in processes with the heap that a container
of 512 MB gives, while a client reads across all subgraphs and others place orders. A refused request is refused in words:
[graph.md](graph.md#errors) has the codes. All of it holds for [edges](../edge/README.md), too, but for what is about a subgraph's own
process.

\`e2e/limits/limits-table.test.ts\` makes this table: \`TEST_POSTGRES=1 npm test -- e2e/limits -u\`.
`;
