import { setTimeout as wait } from 'node:timers/promises';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterEach, describe, expect, test } from 'vitest';
import type { Elasticsearch } from '../core/elasticsearch/client.ts';
import { type ProductDocument, toDocument } from '../core/elasticsearch/product-document.ts';
import { currentIndex } from '../core/elasticsearch/product-index.ts';
import { createTarget, exchangeIndices, giveUpTurn, takeTurn } from '../core/elasticsearch/reindex-turn.ts';
import { writeDocument } from '../core/elasticsearch/write-document.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { reindexProducts } from '../core/reindex/reindex-products.ts';
import { untilAnswered } from './late-answer.ts';
import { startShoppers, type Shoppers } from './reindex/shoppers.ts';
import { fill, lamp, quick, testStores, versions } from './reindex/stores.ts';
import { WHOLE } from './whole-product.ts';

const { elasticsearch: url = '' } = storeServers();

describe.runIf(url)('npm run reindex', () => {
  const { newStore, openStore } = testStores(url);
  let shoppers: Shoppers | undefined;
  afterEach(async () => {
    await shoppers?.stop();
    shoppers = undefined;
  });

  test('goes on under reads, searches and writes: none fails, and none is lost', async () => {
    const store = await openStore();
    await fill(store, 3_000);
    shoppers = await startShoppers(url, store.alias);
    await shoppers.rounds(2);
    expect(await untilAnswered(() => reindexProducts(store, quick()))).toBe(`${store.alias}-v2`);
    expect(await versions(store)).toEqual({ [`${store.alias}-v2`]: [store.alias, `${store.alias}-v2-write`] });
    expect(await untilAnswered(() => reindexProducts(store, quick()))).toBe(`${store.alias}-v3`);
    await shoppers.rounds(2);
    await shoppers.verify();
  });

  test('a change of what was read before the exchange does not overwrite what was written since', async () => {
    const store = await openStore();
    const repository = createElasticsearchRepository(store);
    await repository.create(lamp, undefined);
    const product = await repository.create(lamp, undefined);
    const { index, if_seq_no, if_primary_term } = await whereIs(store, product.id);
    await repository.update(product.id, { name: 'Torch' }, undefined, undefined);
    await reindexProducts(store, quick());

    // The next index has another state of it under the same number.
    expect(await whereIs(store, product.id)).toEqual({ index: `${store.alias}-v2`, if_seq_no, if_primary_term });
    const stale = toDocument({ ...product, name: 'Lantern', version: 2 }, []);
    expect(await writeDocument(store, stale, { index, if_seq_no, if_primary_term })).toBe(false);
    expect(await repository.findMany('all', [product.id], WHOLE)).toMatchObject([{ name: 'Torch', version: 2 }]);
    // Nor was an index of the old name made of the attempt.
    expect(Object.keys(await versions(store))).toEqual([`${store.alias}-v2`]);
  });

  test('leaves everything as it was when a document does not fit, and when it is stopped', async () => {
    const store = newStore();
    const { alias, client } = store;
    const indices = { [alias]: { is_write_index: true } };
    await client.indices.create({ index: `${alias}-v1`, aliases: indices });
    await client.index({ index: alias, id: 'odd', document: { createdAt: 'long ago' }, refresh: true });
    const misfit = `${alias}-v2 does not take the document odd of ${alias}-v1: `;
    await expect(reindexProducts(store, quick())).rejects.toThrow(misfit);
    const stopped = AbortSignal.abort();
    await expect(reindexProducts(store, { ...quick(), signal: stopped })).rejects.toThrow('aborted');
    expect(await versions(store)).toEqual({ [`${alias}-v1`]: [alias] });
    await client.index({ index: alias, id: 'odd', document: { createdAt: 'long ago' } });
  });

  test('of several at once one goes on, and the others give way', async () => {
    const store = await openStore();
    await fill(store, 3_000);
    shoppers = await startShoppers(url, store.alias);
    const runs = [0, 150, 300].map(async (ms) => {
      await wait(ms);
      return await untilAnswered(() => reindexProducts(store, quick()));
    });
    const ends = await Promise.allSettled(runs);
    const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    for (const reason of reasons) expect(reason).toContain('this one gives way');
    expect(reasons.length).toBeLessThan(3);
    await shoppers.verify();
    expect(Object.keys(await versions(store))).toEqual([await currentIndex(store.client, store.alias)]);
  });

  test('a run whose turn another one took can change nothing', async () => {
    const store = await openStore();
    const [first, second] = [await takeTurn(store), await takeTurn(store)];
    await createTarget(second);
    const options = { requestTimeout: 5_000, maxRetries: 0 };
    await expect(exchangeIndices(first, options)).rejects.toThrow('aliases_not_found_exception');
    await expect(createTarget(first)).rejects.toThrow('aliases_not_found_exception');
    const stop = store.client.indices.addBlock({ index: first.token, block: 'write' });
    await expect(stop).rejects.toThrow('index_not_found_exception');
    expect(await giveUpTurn(first)).toBe(false);
    expect(Object.keys(await versions(store))).toEqual([second.source, second.target]);
    await exchangeIndices(second, options);
    expect(await currentIndex(store.client, store.alias)).toBe(second.target);
  });
});

async function whereIs({ client, alias }: Elasticsearch, id: string) {
  const {
    _index: index,
    _seq_no: if_seq_no = -1,
    _primary_term: if_primary_term = -1,
  } = await client.get<ProductDocument>({ index: alias, id });
  return { index, if_seq_no, if_primary_term };
}
