import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, openAuthority } from '@commerce/testkit/authority';
import { replaceFile } from '@commerce/testkit/replace-file';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { elasticsearchOptions } from '../core/elasticsearch/variables.ts';
import { reply } from './fake-elasticsearch.ts';

let folder: string;
let file: string;
let server: Server;
let store: Elasticsearch;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-authority-'));
  file = join(folder, 'ca.crt');
  server = createServer((_request, response) => reply(response, ''));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  store = openElasticsearch({ url: `https://localhost:${port}`, alias: 'products', authorityFile: file });
});
afterEach(async () => {
  await store.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function showCertificateOf(authority: Authority): Promise<void> {
  server.setSecureContext(await authority.issue('localhost'));
  server.closeAllConnections();
}

// Operators such as ECK renew it, and the certificates by it at once: a core that kept the first one would lose its store.
test('the authority of the nodes is the one that the file names when a connection is made', async () => {
  const [first, next] = [await openAuthority(), await openAuthority()];
  await showCertificateOf(first);
  expect(await store.waitsFor()).toEqual([expect.stringContaining(`the catalog store (ENOENT`)]);
  await replaceFile(file, first.identity.cert);
  await expect.poll(() => store.waitsFor()).toEqual([]);

  await showCertificateOf(next);
  await expect.poll(() => store.waitsFor()).toEqual(['the catalog store (unable to verify the first certificate)']);
  await replaceFile(file, next.identity.cert);
  await expect.poll(() => store.waitsFor()).toEqual([]);
});

test('it is refused where nothing is encrypted', () => {
  const config = { ELASTICSEARCH_ALIAS: 'products', ELASTICSEARCH_CA: file };
  expect(() => elasticsearchOptions({ ...config, ELASTICSEARCH_URL: 'https://one:9200,http://two:9200' })).toThrow(
    'ELASTICSEARCH_CA: expected https: in all URLs of ELASTICSEARCH_URL, got http: in one',
  );
});
