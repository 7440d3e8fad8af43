import { randomUUID } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import { forward } from '../deployment/forward.ts';
import { untilReady } from '../deployment/managed-process.ts';
import { migrateStores } from '../deployment/migrate-stores.ts';
import { FORM } from '../form.ts';
import { shopOf } from '../shop.ts';
import { HOST_ADDRESS, type Machine, makeMachines } from './machines.ts';
import { type Outcome, startShoppers } from './shoppers.ts';

// With TEST_POSTGRES=1 TEST_LOST_NODE=1, every week: it makes networks, which needs root and Linux.

let removeMachines: (() => Promise<void>) | undefined;
let machines: Machine[];
let store: Server;
let graph: GraphQLClient;
beforeAll(async () => {
  const names = DOMAINS.flatMap(({ domain: { name } }) => [`${name}-core`, `${name}-graph`]);
  ({ machines, remove: removeMachines } = await makeMachines(2, names));
  const { postgres = '' } = storeServers();
  const stores = await migrateStores((domain) => createDatabase(postgres, `lost-node-${randomUUID()}-${domain}`));
  store = await serveStore(new URL(postgres));
  const variables = Object.assign(
    { HOST: '0.0.0.0', AUTH: 'off', LOG_LEVEL: 'warn' },
    ...DOMAINS.map(({ domain: { name, prefix, ports } }) => ({
      [`${prefix}_CORE`]: `dns:///${name}-core:${ports.core}`,
      ...(FORM !== 'edges' && { [`SUBGRAPH_URL_${prefix}`]: `http://${name}-graph:${ports.graph}/graphql` }),
    })),
  ) as Record<string, string>;
  const allRun = () => {
    for (const { process, output } of machines.flatMap(({ programs }) => programs)) {
      if (process.exitCode !== null) throw new Error(output());
    }
  };
  for (const machine of machines) {
    for (const { domain } of DOMAINS) {
      const url = new URL(stores[domain.name].DATABASE_URL);
      url.hostname = HOST_ADDRESS;
      machine.start(`build/subgraphs/${domain.name}/core/main.js`, { ...variables, DATABASE_URL: url.href });
      if (FORM !== 'edges') machine.start(`build/subgraphs/${domain.name}/graph/main.js`, variables);
    }
    machine.start(`build/${FORM === 'edges' ? 'edge' : 'router'}/main.js`, variables);
  }
  for (const machine of machines) {
    for (const port of adminPorts()) await untilReady(`http://${machine.address}:${port}`, allRun);
  }
  graph = graphqlClient(`http://${machines[0]?.address}:4000/graphql`);
});
afterAll(async () => {
  await removeMachines?.();
  store?.close();
});

test('a node that is lost without a word costs what was on its way there, for seconds, and no write', async () => {
  const shop = shopOf(graph);
  const [accountId, productId] = [await shop.createAccount(), await shop.createProduct()];
  const shoppers = startShoppers(graph, accountId, productId);
  await wait(5_000);
  const lost = performance.now();
  await machines[1]?.cut();
  await wait(40_000);
  const back = performance.now();
  await machines[1]?.mend();
  await wait(15_000);
  const orders = await shoppers.stop();

  const { outcomes } = shoppers;
  const failed = outcomes.filter(({ errors }) => errors.length > 0);
  const endedAt = ({ began, took }: Outcome) => Math.round(began + took - lost);
  console.log({
    form: FORM,
    orders: orders.size,
    failed: failed.length,
    lastFailed: Math.max(0, ...failed.map(endedAt)),
    before: figures(outcomes, 0, lost),
    noticed: figures(outcomes, lost, lost + NOTICED_MS),
    lost: figures(outcomes, lost + NOTICED_MS, back),
    back: figures(outcomes, back, Infinity),
  });
  // Before it, and once it is known, nobody notices.
  expect(failed.filter((outcome) => endedAt(outcome) < 0 || endedAt(outcome) >= NOTICED_MS)).toEqual([]);
  // A client is told that it may come again.
  expect(failed.flatMap(({ errors }) => errors).filter(({ retryable }) => retryable !== true)).toEqual([]);
  // What was asked for twice was done once, and what was told is there.
  const ids = [...orders.values()].map((told) => [...told]);
  expect(ids.filter((told) => told.length !== 1)).toEqual([]);
  const document = 'query ($id: ID!) { product(id: $id) { unitsSold } }';
  expect(await graph.ask(document, { id: productId })).toEqual({ product: { unitsSold: ids.length } });
});

function figures(outcomes: Outcome[], from: number, to: number) {
  const some = outcomes.filter(({ began }) => began >= from && began < to);
  const took = some.map((outcome) => outcome.took).toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.floor(share * (took.length - 1))] ?? 0);
  return { requests: some.length, median: at(0.5), p99: at(0.99), most: at(1) };
}

/** The store's server listens on this process' own network alone. */
async function serveStore({ hostname, port }: URL): Promise<Server> {
  const open = new Set<Socket>();
  const server = createServer((socket) => forward(socket, connect(Number(port), hostname), open));
  await new Promise<void>((listening) => server.listen(Number(port), HOST_ADDRESS, listening));
  return server;
}

function adminPorts(): number[] {
  const cores = DOMAINS.map(({ domain: { ports } }) => ports.coreAdmin);
  return FORM === 'edges'
    ? [...cores, 9_000]
    : [...cores, ...DOMAINS.map(({ domain: { ports } }) => ports.graphAdmin), 9_000];
}

/** So long it may take to notice: a keepalive of gRPC and the time that a connection has to be made. */
const NOTICED_MS = 10_000;
