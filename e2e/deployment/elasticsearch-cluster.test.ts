import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import type { ElasticsearchNode } from '@commerce/testkit/stores/elasticsearch-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { type Deployment, planDeployment } from './deployment.ts';
import { type ElasticsearchCluster, startElasticsearchCluster } from './elasticsearch-cluster.ts';
import { startLoad } from './load.ts';
import { migrateStores } from './migrate-stores.ts';

// Weekly, or by hand with TEST_POSTGRES=1 TEST_ELASTICSEARCH_CLUSTER=1: three nodes take 2 GB, and minutes on two cores.

describe('an Elasticsearch of three nodes', () => {
  let cluster: ElasticsearchCluster;
  let deployment: Deployment;
  let graph: GraphQLClient;
  beforeAll(async () => {
    cluster = await startElasticsearchCluster(3);
    const { postgres } = storeServers();
    const stores = await migrateStores((domain) => createDatabase(postgres ?? '', `nodes-${randomUUID()}-${domain}`));
    const ofCatalog = { ELASTICSEARCH_URL: cluster.url, ELASTICSEARCH_SHARDS: '2', ELASTICSEARCH_REPLICAS: '1-1' };
    deployment = await planDeployment({
      replicas: 1,
      storeOf: (domain) => (domain === 'catalog' ? ofCatalog : stores[domain]),
    });
    await Promise.all(deployment.processes.map((process) => process.startReady()));
    graph = await deployment.serve();
  });
  afterAll(async () => {
    await deployment?.stop();
    await cluster?.stop();
  });

  const becomesGreen = async (asked: ElasticsearchNode): Promise<void> => {
    const health = () => cluster.ask(asked, 'GET', '_cluster/health?wait_for_status=green&timeout=30s');
    await expect.poll(health).toMatchObject({ status: 'green', number_of_nodes: 3 });
  };

  test('is restarted node by node, as docs/many-machines.md says, and no request fails', async () => {
    const shop = shopOf(graph);
    const load = await startLoad(graph, await shop.createAccount(), await shop.createProduct());
    const writer = startWriter(graph);
    for (const [index, node] of cluster.nodes.entries()) {
      const other = cluster.nodes[(index + 1) % cluster.nodes.length] ?? node;
      await becomesGreen(other);
      await cluster.ask(other, 'PUT', '_cluster/settings', allocation('primaries'));
      const before = load.answered();
      await node.stop();
      await node.start();
      await cluster.ask(other, 'PUT', '_cluster/settings', allocation(null));
      await becomesGreen(other);
      expect(load.answered()).toBeGreaterThan(before);
    }
    const [{ failures, orders }, written] = [await load.stop(), await writer.stop()];
    console.log({ answered: load.answered(), orders: orders.length, products: written.ids.length, ...written.counts });
    expect({ failures, writes: written.failures }).toEqual({ failures: [], writes: [] });
    await expectAll(graph, written.ids);
  });

  test('loses a node at once: what is read is read of the others, and what was acknowledged is there', async () => {
    const [first, second] = cluster.nodes;
    if (!first || !second) throw new Error('There are no nodes.');
    const writer = startWriter(graph);
    await wait(2_000);
    await first.kill();
    await wait(15_000);
    await first.start();
    await becomesGreen(second);
    const { failures, ids, counts } = await writer.stop();
    console.log({ products: ids.length, ...counts });
    expect(failures).toEqual([]);
    await expectAll(graph, ids);
  });
});

function allocation(enable: string | null) {
  return { persistent: { 'cluster.routing.allocation.enable': enable } };
}

/** Each product is there, once. */
async function expectAll(graph: GraphQLClient, ids: string[]): Promise<void> {
  expect(ids.length).toBeGreaterThan(10);
  expect(new Set(ids).size).toBe(ids.length);
  const document = 'query ($id: ID!) { product(id: $id) { id } }';
  for (const id of ids) expect(await graph.ask(document, { id })).toEqual({ product: { id } });
}

/** Writes products one after the other, each with a key, and comes again with the same where it is told that it may. */
function startWriter({ query }: GraphQLClient) {
  const end = new AbortController();
  const ids: string[] = [];
  const failures: unknown[] = [];
  let told = 0;
  const write = async (key: string): Promise<void> => {
    const { data, errors } = await query<{ createProduct: { id: string } | null }>(CREATE, { key });
    if (data?.createProduct) ids.push(data.createProduct.id);
    else if (errors?.every(({ extensions }) => extensions['retryable'] === true)) {
      told += 1;
      await wait(200);
      await write(key);
    } else failures.push(errors);
  };
  const running = (async () => {
    while (!end.signal.aborted) {
      await write(randomUUID());
      await wait(50);
    }
  })();
  return {
    async stop() {
      end.abort();
      await running;
      return { ids, failures, counts: { toldToComeAgain: told } };
    },
  };
}

const CREATE = `mutation ($key: String!) {
  createProduct(idempotencyKey: $key, product: { name: "Lamp", description: "Brass", price: 49.9 }) { id } }`;
