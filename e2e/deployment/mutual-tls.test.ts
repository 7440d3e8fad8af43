import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccountClient } from '@commerce/account/client';
import { type Certificates, openCertificates } from '@commerce/platform/tls/certificates';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { partFiles } from '@commerce/testkit/part-files';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import { makeCertificates, partsOf } from '../../tools/certificates/make-certificates.ts';
import { FORM } from '../form.ts';
import { shopOf } from '../shop.ts';
import { type Deployment, planDeployment } from './deployment.ts';
import { migrateStores } from './migrate-stores.ts';

const { postgres: serverUrl } = storeServers();

let folder: string;
let deployment: Deployment;
let graph: GraphQLClient;
const opened: { close(): void }[] = [];
beforeAll(async () => {
  if (!serverUrl) return;
  folder = await mkdtemp(join(tmpdir(), 'mutual-tls-'));
  await makeCertificates(folder, partsOf(DOMAINS.map(({ domain }) => domain)));
  const stores = await migrateStores((domain) => createDatabase(serverUrl, `tls-${randomUUID()}-${domain}`));
  deployment = await planDeployment({
    replicas: 1,
    storeOf: (domain) => stores[domain],
    settings: { DRAIN_MS: '0' },
    ofPart: (part) => partFiles(join(folder, part)),
  });
  await Promise.all(deployment.processes.map((process) => process.startReady()));
  graph = await deployment.serve();
});
afterAll(async () => {
  for (const { close } of opened) close();
  await deployment?.stop();
  if (folder) await rm(folder, { recursive: true });
});

describe.runIf(serverUrl)('a system whose parts have certificates', () => {
  test('serves its clients as ever', async () => {
    const shop = shopOf(graph);
    const order = await shop.createOrder(await shop.createAccount(), await shop.createProduct());
    const document = 'query ($id: ID!) { order(id: $id) { account { name } products { product { name } } } }';
    expect(await graph.ask(document, { id: order })).toMatchObject({ order: { account: { name: 'Ada Lovelace' } } });
  });

  test('a core answers the tools, and neither another part nor a caller without a certificate', async () => {
    const account = async (certificates?: Certificates) => {
      const client = createAccountClient(deployment.coreAddresses['ACCOUNT_CORE'] ?? '', certificates);
      opened.push(client);
      return await client.listAccounts({ pageSize: 1 });
    };
    expect((await account(await certificatesOf('tools'))).accounts).toHaveLength(1);
    await expect(account(await certificatesOf('catalog-core'))).rejects.toMatchObject({ kind: 'Internal' });
    await expect(account()).rejects.toMatchObject({ kind: 'Unavailable' });
  });

  // One in an edge has no port.
  test.runIf(FORM === 'apart')('a subgraph answers nobody who has no certificate', async () => {
    for (const url of Object.values(deployment.subgraphUrls)) {
      for (const address of [url, url.replace('http:', 'https:')]) {
        const body = JSON.stringify({ query: '{ _service { sdl } }' });
        await expect(
          fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
        ).rejects.toThrow('fetch failed');
      }
    }
  });
});

async function certificatesOf(part: string): Promise<Certificates | undefined> {
  const certificates = await openCertificates(partFiles(join(folder, part)), part);
  if (certificates) opened.push(certificates);
  return certificates;
}
