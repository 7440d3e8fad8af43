import { randomUUID } from 'node:crypto';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { type Cable, layCable } from './cable.ts';
import { type Deployment, planDeployment } from './deployment.ts';
import { type Field, fieldsOf } from './fields.ts';
import { lostFields } from './lost-fields.ts';
import { migrateStores } from './migrate-stores.ts';
import { outageColumn } from './outage-column.ts';

const { postgres, elasticsearch } = storeServers();

// The processes have a minute for each request: what comes to its end says DEADLINE_EXCEEDED, and fails the test.
describe.runIf(postgres && elasticsearch)('an outage of the catalog’s Elasticsearch', () => {
  const alias = `outage-${randomUUID()}`;
  let cable: Cable;
  let deployment: Deployment;
  let graph: GraphQLClient;
  let fields: Field[];
  beforeAll(async () => {
    cable = await layCable(elasticsearch ?? '');
    const stores = await migrateStores((domain) => createDatabase(postgres ?? '', `outage-${randomUUID()}-${domain}`));
    deployment = await planDeployment({
      replicas: 1,
      storeOf: (domain) =>
        domain === 'catalog' ? { ELASTICSEARCH_URL: cable.url, ELASTICSEARCH_ALIAS: alias } : stores[domain],
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
    await cable.cut();
    const indices = await fetch(`${elasticsearch}/_cat/indices/${alias}*?h=index`);
    for (const index of (await indices.text()).trim().split(/\s+/)) {
      await fetch(`${elasticsearch}/${index}`, { method: 'DELETE' });
    }
  });
  const whatIsLost = () => lostFields(graph, fields);

  test('costs what the table says of the catalog store, and ends by itself', async () => {
    expect(await whatIsLost()).toEqual(new Set());
    await cable.cut();
    const missing = await whatIsLost();
    await cable.mend();
    await expect.poll(whatIsLost).toEqual(new Set());
    expect(missing).toEqual(await outageColumn('catalog store'));
  });

  test('costs no more when the connections are lost without a word', async () => {
    cable.lose();
    // With UNAVAILABLE for each, as above.
    await whatIsLost();
    await expect.poll(whatIsLost).toEqual(new Set());
  });
});
