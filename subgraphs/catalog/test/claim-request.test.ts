import { afterEach, expect, test } from 'vitest';
import { claimRequest } from '../core/elasticsearch/claim-request.ts';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { type FakeElasticsearch, reply, startFakeElasticsearch } from './fake-elasticsearch.ts';

const REQUEST = { key: 'key', method: 'CreateProduct', fingerprint: 'all of it' };
const PLANNED = { resourceId: 'lamp', createdAt: new Date('2026-11-27T08:00:00Z') };

let fake: FakeElasticsearch;
let store: Elasticsearch;
afterEach(async () => {
  await fake.stop();
  await store.close();
});

/** @param taken how often the claim is refused because there is one, which is gone when it is looked for. */
async function start(taken: number): Promise<void> {
  let refused = 0;
  fake = await startFakeElasticsearch(({ url }, response) => {
    if (url?.includes('_mget')) reply(response, { docs: [{ _index: 'products-requests', _id: 'key', found: false }] });
    else if (refused === taken) reply(response, { result: 'created' }, 201);
    else {
      refused += 1;
      reply(response, { error: { type: 'version_conflict_engine_exception' }, status: 409 }, 409);
    }
  });
  store = openElasticsearch({ url: fake.url, alias: 'products' });
}

test.each([0, 1, 3])(
  'a request whose key was forgotten %d times between its claim and the look for an earlier one has a claim in the end',
  async (taken) => {
    await start(taken);
    expect(await claimRequest(store, REQUEST, PLANNED)).toEqual({ ...PLANNED, isNew: true });
    const look = ['POST /products-requests/_mget'];
    const claim = 'PUT /products-requests/_create/key';
    expect(fake.requests).toEqual([...Array.from({ length: taken }, () => [claim, ...look]).flat(), claim]);
  },
);
