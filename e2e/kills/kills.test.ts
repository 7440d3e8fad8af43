import { randomUUID } from 'node:crypto';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, planDeployment } from '../deployment/deployment.ts';
import { migrateStores } from '../deployment/migrate-stores.ts';
import { shopOf } from '../shop.ts';
import { startKeyedWriters } from './keyed-writers.ts';
import { killParts, randomFrom } from './kill-parts.ts';
import { lossesOf } from './stored-orders.ts';

// A short run; `npm run bench -- kills` is the long one. The embedded database has one session, so replicas need a server.
const { postgres: serverUrl } = storeServers();

let deployment: Deployment;
let graph: GraphQLClient;
beforeAll(async () => {
  if (!serverUrl) return;
  const stores = await migrateStores((domain) => createDatabase(serverUrl, `kills-${randomUUID()}-${domain}`));
  deployment = await planDeployment({ replicas: 1, storeOf: (domain) => stores[domain] });
  await Promise.all(deployment.processes.map((process) => process.startReady()));
  graph = await deployment.serve();
});
afterAll(() => deployment?.stop());

test.runIf(serverUrl)('kill -9 of any part loses no acknowledged order, and places none twice', async () => {
  const shop = shopOf(graph);
  const account = await shop.createAccount();
  const products = [await shop.createProduct(), await shop.createProduct()];
  const writers = startKeyedWriters(graph, account, products);
  // Each part once, in the order in which the others wait for it.
  for (const part of deployment.processes) await killParts([part], 1, randomFrom(1));
  await writers.stop();
  expect(writers.acknowledged.size).toBeGreaterThan(0);
  // The kills were felt: otherwise this test would show nothing.
  expect(writers.retries()).toBeGreaterThan(0);
  const losses = await lossesOf(graph, account, products, writers.acknowledged);
  expect(losses).toEqual({ stored: writers.acknowledged.size, lost: 0, twice: 0, half: 0 });
});
