import dns from 'node:dns';
import type { Socket } from 'node:net';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { callContext } from '@commerce/platform/call-context';
import { MAX_REQUEST_BYTES } from '@commerce/platform/byte-budget';
import { freePort } from '@commerce/testkit/free-port';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';
import { afterEach, expect, test, vi } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { type FakeElasticsearch, HEADERS, reply, startFakeElasticsearch } from './fake-elasticsearch.ts';
import { listForSale } from './find.ts';
import { WHOLE } from './whole-product.ts';

const NO_HITS = { timed_out: false, hits: { hits: [] } };
const PAGE = { pageToken: '', pageSize: 10, skip: 0 };

let fake: FakeElasticsearch | undefined;
let store: Elasticsearch | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await fake?.stop();
  await store?.close();
  fake = undefined;
  store = undefined;
});

function open(url: string) {
  const opened = openElasticsearch({ url, alias: 'products' });
  store = opened;
  const repository = createElasticsearchRepository(opened);
  return {
    ...opened,
    /** What a list ends with, as the core's server would say it. */
    list: async () =>
      await listForSale(repository, PAGE, WHOLE).then(
        () => 'ok',
        (error: unknown) => (error instanceof DomainError ? error : opened.toDomainError(error))?.kind ?? String(error),
      ),
  };
}

test('a server that refuses connections cannot be reached: said at once, after one attempt', async () => {
  const { client, list } = open(`http://127.0.0.1:${await freePort()}`);
  let attempts = 0;
  client.diagnostic.on('request', () => (attempts += 1));
  expect(await withTimeLeft(PATIENCE_MS, list)).toBe('Unavailable');
  expect(attempts).toBe(1);
});

test.each([502, 503, 504])('so is a server before which a proxy answers %d', async (status) => {
  fake = await startFakeElasticsearch((_request, response) => reply(response, {}, status));
  const { list } = open(fake.url);
  expect(await withTimeLeft(PATIENCE_MS, list)).toBe('Unavailable');
  expect(fake.requests).toHaveLength(1);
});

test('a store that has lost its index is waited for; one that has none yet is to be given one', async () => {
  let status = 404;
  fake = await startFakeElasticsearch(({ method }, response) =>
    method === 'HEAD' ? reply(response, '', status) : reply(response, {}),
  );
  const { waitsFor } = open(fake.url);
  expect(await waitsFor()).toEqual([]);
  status = 200;
  expect(await waitsFor()).toEqual([]);
  status = 404;
  expect(await waitsFor()).toEqual([expect.stringContaining('the alias products is gone')]);
  status = 200;
  expect(await waitsFor()).toEqual([]);
});

test('a lost path is found before a far deadline, and the next requests go over new connections', async () => {
  // No FIN and no RST: what goes over these connections is never answered.
  const lost = new Set<Socket>();
  fake = await startFakeElasticsearch((request, response) => {
    if (!lost.has(request.socket)) setImmediate(() => reply(response, NO_HITS));
  });
  const { list } = open(fake.url);
  const lists = () => Promise.all(Array.from({ length: 5 }, () => withTimeLeft(PATIENCE_MS, list)));
  expect(new Set(await lists())).toEqual(new Set(['ok']));
  for (const socket of fake.sockets) lost.add(socket);
  expect(lost.size).toBeGreaterThan(1);
  // Not DeadlineExceeded, for which it would have waited a minute.
  expect(await withTimeLeft(PATIENCE_MS, list)).toBe('Unavailable');
  expect(new Set(await lists())).toEqual(new Set(['ok']));
});

test('a search ends on the server when its caller goes', async () => {
  fake = await startFakeElasticsearch(() => {});
  const { requests, busy, url } = fake;
  const { list } = open(url);
  const call = openTestCall(PATIENCE_MS);
  const ended = callContext.run(call.context, list);
  await expect.poll(() => requests.length).toBe(1);
  call.cancel();
  expect(await ended).toBe('Cancelled');
  await expect.poll(() => busy.size).toBe(0);
});

test('a search ends on the server at its deadline', async () => {
  fake = await startFakeElasticsearch(() => {});
  const { requests, busy, url } = fake;
  const { list } = open(url);
  expect(await withTimeLeft(500, list)).toBe('DeadlineExceeded');
  await expect.poll(() => busy.size).toBe(0);
  const before = requests.length;
  expect(await withTimeLeft(-1, list)).toBe('DeadlineExceeded');
  expect(requests).toHaveLength(before);
});

test('an answer is read up to what a request may hold, and its connection closed', async () => {
  let sent = 0;
  const chunk = ' '.repeat(100_000);
  fake = await startFakeElasticsearch((_request, response) => {
    response.writeHead(200, HEADERS);
    const send = () => {
      if (response.destroyed) return;
      sent += chunk.length;
      if (response.write(chunk)) setImmediate(send);
      else response.once('drain', send);
    };
    send();
  });
  const { busy, url } = fake;
  const { list } = open(url);
  expect(await withTimeLeft(PATIENCE_MS, list)).toBe('ResourceExhausted');
  await expect.poll(() => busy.size).toBe(0);
  // What the sockets buffer comes on top.
  expect(sent).toBeLessThan(4 * MAX_REQUEST_BYTES);
});

test('whoever looks at the store does not queue behind requests', async () => {
  fake = await startFakeElasticsearch(({ method }, response) => {
    if (method === 'HEAD') reply(response, '');
  });
  const { url, requests } = fake;
  const { list, waitsFor } = open(url);
  const call = openTestCall(PATIENCE_MS);
  const lists = Array.from({ length: 300 }, () => callContext.run(call.context, list));
  await expect.poll(() => requests.length).toBeGreaterThan(200);
  expect(await waitsFor()).toEqual([]);
  call.cancel();
  await Promise.all(lists);
});

test('the password goes to the server, and to nobody else', async () => {
  const credentials: unknown[] = [];
  fake = await startFakeElasticsearch(({ headers }, response) => {
    credentials.push(headers.authorization);
    reply(response, {});
  });
  const { port } = new URL(fake.url);
  expect(await open(`http://shop:s3%40cret@127.0.0.1:${port}`).waitsFor()).toEqual([]);
  expect(credentials).toEqual([`Basic ${Buffer.from('shop:s3@cret').toString('base64')}`]);
  await store?.close();

  // The client's error for a name whose addresses all refuse it has no text but its URL.
  const free = await freePort();
  const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
  vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: object, done: (...found: unknown[]) => void) =>
    done(null, addresses)) as unknown as typeof dns.lookup);
  const { waitsFor, list } = open(`http://shop:s3%40cret@catalog:${free}`);
  const reasons = await waitsFor();
  expect(reasons).toEqual([expect.stringMatching(/^the catalog store \(connection failed \(http:\/\/catalog:/)]);
  expect(reasons.join()).not.toMatch(/s3|cret|shop/);
  expect(await list()).toBe('Unavailable');
});
