import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LosableMachine, startLosableMachine } from '@commerce/testkit/losable-machine';
import { afterEach, expect, test } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { type FakeElasticsearch, reply, startFakeElasticsearch } from './fake-elasticsearch.ts';
import { listForSale } from './find.ts';
import { WHOLE } from './whole-product.ts';

let nodes: FakeElasticsearch[] = [];
let store: Elasticsearch;
let machine: LosableMachine | undefined;
afterEach(async () => {
  machine?.end();
  machine = undefined;
  await store.close();
  await Promise.all(nodes.map((node) => node.stop()));
});

/** Two nodes, which are asked in turn until one fails; the second one answers. */
async function openTwo(first: (request: IncomingMessage, response: ServerResponse) => void) {
  nodes = [await startFakeElasticsearch(first), await startFakeElasticsearch(answer)];
  return open(nodes.map(({ url }) => url));
}

const ANSWER = { _id: '1', result: 'created', timed_out: false, hits: { hits: [] } };
const answer = (_request: IncomingMessage, response: ServerResponse) => reply(response, ANSWER);

function open(urls: string[]) {
  store = openElasticsearch({ url: urls.join(','), alias: 'products' });
  const repository = createElasticsearchRepository(store);
  const outcome = async (sent: Promise<unknown>) =>
    await sent.then(
      () => 'ok',
      (error: unknown) => store.toDomainError(error)?.kind ?? String(error),
    );
  return {
    read: async () => await outcome(listForSale(repository, { pageToken: '', pageSize: 10, skip: 0 }, WHOLE)),
    write: async () => await outcome(store.client.index({ index: 'products', id: '1', document: {} })),
  };
}

const WRITE = 'PUT /products/_doc/1';
const cut = (_request: IncomingMessage, response: ServerResponse) => response.destroy();

test('a node that is gone costs no request: neither a read nor a write', async () => {
  const { read, write } = await openTwo(cut);
  await nodes[0]?.stop();
  nodes.splice(0, 1);
  expect(await Promise.all([read(), read(), write(), write(), read()])).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect(nodes[0]?.requests.filter((request) => request === WRITE)).toHaveLength(2);
  expect(await store.waitsFor()).toEqual([]);
});

const FAILS = [
  ['ends its connections', cut],
  ['gives up', (_request: IncomingMessage, response: ServerResponse) => reply(response, {}, 503)],
] as const;

test.each(FAILS)('what is read of a node that %s is read from the next', async (_what, first) => {
  const { read } = await openTwo(first);
  expect([await read(), await read()]).toEqual(['ok', 'ok']);
  expect(nodes[0]?.requests).toHaveLength(1);
});

test.each(FAILS)(
  'what is written to a node that %s may be done, and is not written to the next',
  async (_what, first) => {
    const { write } = await openTwo(first);
    expect([await write(), await write()].toSorted()).toEqual(['Unavailable', 'ok']);
    expect(nodes.map(({ requests }) => requests)).toEqual([[WRITE], [WRITE]]);
  },
);

test('what a node owes that is lost without a word is read of the next, and is in doubt where it was a write', async () => {
  machine = await startLosableMachine();
  nodes = [await startFakeElasticsearch(answer)];
  const { read, write } = open([`http://127.0.0.1:${machine.port}`, nodes[0]?.url ?? '']);
  // In turn: the second and the last go to the node that answers.
  const asked = [read(), read(), write(), write()];
  await machine.isAsked;
  await machine.lose();
  expect(await Promise.all(asked)).toEqual(['ok', 'ok', 'Unavailable', 'ok']);
  expect(await Promise.all([read(), read(), write()])).toEqual(['ok', 'ok', 'ok']);
});

test('when no node answers, that is said once each was asked', async () => {
  const { read } = await openTwo(cut);
  await Promise.all(nodes.map((node) => node.stop()));
  nodes = [];
  expect(await read()).toBe('Unavailable');
  expect(await store.waitsFor()).toEqual([expect.stringContaining('the catalog store')]);
});
