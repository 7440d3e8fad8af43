import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { partFiles } from '@commerce/testkit/part-files';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import { makeCertificates, partsOf } from '../../tools/certificates/make-certificates.ts';
import { type Deployment, planDeployment } from '../deployment/deployment.ts';
import { type ManagedProcess, manageProcess } from '../deployment/managed-process.ts';
import { migrateStores } from '../deployment/migrate-stores.ts';
import { shopOf } from '../shop.ts';

const { postgres: serverUrl } = storeServers();

// The cores in processes of their own, and of the subgraphs the order's; all with certificates.
let folder: string;
let deployment: Deployment;
const edges: ManagedProcess[] = [];
beforeAll(async () => {
  if (!serverUrl) return;
  folder = await mkdtemp(join(tmpdir(), 'edge-'));
  await makeCertificates(folder, partsOf(DOMAINS.map(({ domain }) => domain)));
  const stores = await migrateStores((domain) => createDatabase(serverUrl, `edge-${randomUUID()}-${domain}`));
  const filesOf = (part: string) => partFiles(join(folder, part));
  deployment = await planDeployment({
    replicas: 1,
    storeOf: (domain) => stores[domain],
    settings: { DRAIN_MS: '0' },
    ofPart: filesOf,
    form: 'apart',
  });
  const started = deployment.processes.filter(({ name }) => name.endsWith(' core') || name === 'order subgraph');
  await Promise.all(started.map((process) => process.startReady()));
});
afterAll(async () => {
  await Promise.all(edges.map((edge) => edge.end('SIGKILL')));
  await deployment?.stop();
  if (folder) await rm(folder, { recursive: true });
});

/** Starts one that knows where the cores are of the subgraphs that it has itself. */
async function startEdge(variables: Record<string, string>): Promise<GraphQLClient & { process: ManagedProcess }> {
  const [port, admin] = [await freePort(), await freePort()];
  const process = manageProcess('edge', 'build/edge/main.js', admin, {
    ...partFiles(join(folder, 'edge')),
    DRAIN_MS: '0',
    PORT: String(port),
    ADMIN_PORT: String(admin),
    ...variables,
  });
  edges.push(process);
  await process.startReady();
  return { ...graphqlClient(`http://127.0.0.1:${port}/graphql`), process };
}

const NESTED = 'query ($id: ID!) { order(id: $id) { account { name } products { product { name unitsSold } } } }';

describe.runIf(serverUrl)('a router with the subgraphs in its process', () => {
  test('is each of them to the cores, and ends in order', async () => {
    const { process, ...graph } = await startEdge(deployment.coreAddresses);
    const shop = shopOf(graph);
    const order = await shop.createOrder(await shop.createAccount(), await shop.createProduct());
    expect(await graph.ask(NESTED, { id: order })).toEqual({
      order: { account: { name: 'Ada Lovelace' }, products: [{ product: { name: 'Desk lamp', unitsSold: 1 } }] },
    });
    expect(await process.end('SIGTERM')).toBe(0);
  });

  test('asks one that is elsewhere over HTTP, and needs no address of its core', async () => {
    const { ORDER_CORE: _, ...addresses } = deployment.coreAddresses;
    const url = deployment.subgraphUrls['order'] ?? '';
    const { process, ...graph } = await startEdge({ ...addresses, SUBGRAPH_URL_ORDER: url });
    const shop = shopOf(graph);
    const order = await shop.createOrder(await shop.createAccount(), await shop.createProduct());
    await deployment.process('order subgraph').end('SIGKILL');
    const { data, errors } = await graph.query(`{ order(id: "${order}") { id } accounts { name } }`);
    expect(data).toMatchObject({ order: null, accounts: expect.any(Array) });
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['order'], expect.objectContaining({ code: 'UNAVAILABLE', subgraph: 'order' })],
    ]);
    expect(await process.end('SIGTERM')).toBe(0);
  });

  test('has what needs no core that is down, and all once it is back', async () => {
    const { process, ...graph } = await startEdge(deployment.coreAddresses);
    const core = deployment.process('catalog core');
    const ask = () => graph.query('{ accounts { id } products { id } }');
    await core.end('SIGKILL');
    const { data, errors } = await ask();
    expect(data).toMatchObject({ accounts: expect.any(Array), products: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['products'], 'UNAVAILABLE']]);
    await core.startReady();
    await expect.poll(async () => (await ask()).errors).toBeUndefined();
    expect(process.hasEnded()).toBe(false);
  });
});
