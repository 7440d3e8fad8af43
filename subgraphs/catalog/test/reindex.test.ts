import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { definition, type IndexDefinition, mappings, settings } from '../core/elasticsearch/index-definition.ts';
import { type ProductDocument, toDocument } from '../core/elasticsearch/product-document.ts';
import { currentIndex, ensureProductIndex, writeAlias } from '../core/elasticsearch/product-index.ts';
import { createTarget, exchangeIndices, giveUpTurn, takeTurn } from '../core/elasticsearch/reindex-turn.ts';
import { writeDocument } from '../core/elasticsearch/write-document.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { type ReindexOptions, reindexProducts } from '../core/reindex/reindex-products.ts';
import { searchForSale } from './find.ts';
import { untilAnswered } from './late-answer.ts';
import { newProduct } from './new-product.ts';
import { killAt, runReindex, type Step } from './reindex/run-reindex.ts';
import { startShoppers, type Shoppers } from './reindex/shoppers.ts';
import { WHOLE } from './whole-product.ts';

const { elasticsearch: url = '' } = storeServers();

describe.runIf(url)('npm run reindex', () => {
  const stores: Elasticsearch[] = [];
  let shoppers: Shoppers | undefined;
  afterEach(async () => {
    await shoppers?.stop();
    shoppers = undefined;
  });
  afterAll(async () => {
    for (const { client, alias, close } of stores) {
      const names = Object.keys(await client.indices.get({ index: `${alias}-*` }));
      if (names.length > 0) await client.indices.delete({ index: names });
      await close();
    }
  });

  const newStore = (alias = `test-${randomUUID()}`) => {
    const store = openElasticsearch({ url, alias });
    stores.push(store);
    return store;
  };
  const openStore = async () => {
    const store = newStore();
    await ensureProductIndex(store);
    return store;
  };

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

  test('forth and back under load: cores of the version before and after can start on either index', async () => {
    const store = newStore();
    await ensureProductIndex(store, definition);
    await fill(store, 1_000);
    shoppers = await startShoppers(url, store.alias);
    const number = async () => {
      const index = await currentIndex(store.client, store.alias);
      return (await store.client.indices.getMapping({ index }))[index]?.mappings._meta?.['definition'] as unknown;
    };
    await startsBoth(store);
    await untilAnswered(() => reindexProducts(store, { ...quick(), definition: NEXT }));
    expect(await number()).toBe(NEXT.number);
    await startsBoth(store);
    await shoppers.rounds(2);
    await untilAnswered(() => reindexProducts(store, { ...quick(), definition }));
    expect(await number()).toBe(definition.number);
    await startsBoth(store);
    await shoppers.rounds(2);
    await shoppers.verify();
  });

  test('a version that is taken back keeps what the newer one stored', async () => {
    const store = await openStore();
    const { alias, client } = store;
    const properties = { ...mappings.properties, colour: { type: 'text', analyzer: 'odd' } } as const;
    const analysis = { ...NEXT.settings.analysis, analyzer: { ...NEXT.settings.analysis?.analyzer, odd: ODD } };
    const newer = { ...NEXT, mappings: { ...mappings, properties }, settings: { ...settings, analysis } };
    await reindexProducts(store, { ...quick(), definition: newer });
    await client.index({ index: alias, id: 'red', document: { id: 'red', colour: 'red' }, refresh: true });
    await reindexProducts(store, { ...quick(), definition });
    await startsBoth(store);
    expect((await documents(store))['red']).toEqual({ id: 'red', colour: 'red' });
  });

  test('cores of two versions before and after do not start', async () => {
    const store = await openStore();
    const later: IndexDefinition = { ...NEXT, number: definition.number + 2, servesFrom: definition.number + 1 };
    const refused = /other mappings .* run `npm run reindex` first/;
    await expect(ensureProductIndex(store, later)).rejects.toThrow(refused);
    await reindexProducts(store, { ...quick(), definition: later });
    await expect(ensureProductIndex(store, definition)).rejects.toThrow(refused);
    await ensureProductIndex(store, { ...NEXT, servesFrom: definition.number });
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

  test('builds what an index of another definition needs', async () => {
    const store = newStore();
    const { alias, client } = store;
    const { foldedDescription: _, ...properties } = mappings.properties ?? {};
    await client.indices.create({
      index: `${alias}-v7`,
      mappings: { properties },
      settings,
      aliases: { [alias]: { is_write_index: true } },
    });
    await fill(store, 20);
    await expect(ensureProductIndex(store)).rejects.toThrow(/other mappings .* run `npm run reindex` first/);
    expect(await reindexProducts(store, quick())).toBe(`${alias}-v8`);
    await ensureProductIndex(store);
    const page = await searchForSale(
      createElasticsearchRepository(store),
      'brass',
      { pageSize: 100, pageToken: '', skip: 0 },
      WHOLE,
    );
    expect(page.items).toHaveLength(20);
  });

  test('puts the documents in the order of the newest, which an index that was made before has not', async () => {
    const store = newStore();
    const { sort: _, ...unsorted } = settings;
    await ensureProductIndex(store, { ...definition, settings: unsorted });
    await fill(store, 20);
    expect(await ordersOf(store)).toEqual(['']);
    // It is served as it is.
    await ensureProductIndex(store);
    await reindexProducts(store, quick());
    expect(await ordersOf(store)).toEqual(['createdAt falling, id falling']);
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

  test('clears the index that a late write of a killed run made, and loses nothing', async () => {
    const store = await openStore();
    await fill(store, 20);
    const products = await documents(store);
    const { target } = await takeTurn(store);
    // By the name of the alias that its deleted target had.
    const stray = { index: writeAlias(target), id: randomUUID(), document: {} };
    await store.client.index({ ...stray, refresh: true });
    expect(await versions(store)).toMatchObject({ [stray.index]: [] });
    expect(await reindexProducts(store, quick())).toBe(target);
    expect(await versions(store)).toEqual({ [target]: [store.alias, writeAlias(target)] });
    expect(await documents(store)).toEqual(products);
  });

  test('can be killed at any of its requests and run again', async () => {
    const store = await openStore();
    await fill(store, 500);
    shoppers = await startShoppers(url, store.alias);
    const stopped: boolean[] = [];
    for (const step of STEPS) {
      const index = await currentIndex(store.client, store.alias);
      await killAt(url, store.alias, step);
      const { [index]: state } = await store.client.indices.getSettings({ index });
      stopped.push(state?.settings?.index?.blocks?.write === 'true');
      await startsBoth(store);
    }
    expect(stopped).toEqual(STEPS.map(({ stops = false }) => stops));
    expect(await runReindex(url, store.alias)).toMatchObject({ code: 0 });
    await shoppers.rounds(1);
    await shoppers.verify();
    expect(Object.keys(await versions(store))).toEqual([`${store.alias}-v3`]);
  });

  test('says what is missing', async () => {
    const alias = `test-${randomUUID()}`;
    await expect(reindexProducts(newStore(alias), quick())).rejects.toThrow(
      `There is no alias ${alias} in Elasticsearch`,
    );
    expect(await runReindex('', alias)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ELASTICSEARCH_URL: expected the URL of an Elasticsearch node') as string,
    });
    expect(await runReindex('http://127.0.0.1:9', alias)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Cannot reach the catalog store') as string,
    });
  });
});

/** The requests of the command, in their order, and whether the old index takes no writes when it is killed there. */
const STEPS: (Step & { stops?: boolean })[] = [
  { what: /^POST \/_aliases / },
  { what: /^POST \/_aliases .*must_exist/ },
  { what: /^PUT \/[^/]+-v2 / },
  { what: /^POST \/_reindex\?/ },
  { what: /^GET \/_tasks\// },
  { what: /^PUT .*\/_block\/write/ },
  { what: /^PUT .*\/_block\/write/, answered: true, stops: true },
  // The next run, where it would let the writes go on.
  { what: /^DELETE .*\/_block\/write/, stops: true },
  { what: /^POST \/_reindex\?require_alias=true /, stops: true },
  { what: /^POST \/_aliases .*"add":\{"index":"[^"]+-v2"/, stops: true },
  { what: /^POST \/_aliases .*"add":\{"index":"[^"]+-v2"/, answered: true, stops: true },
];

/** That of the version after, which searches otherwise. */
const NEXT: IndexDefinition = {
  number: definition.number + 1,
  servesFrom: definition.number,
  mappings: {
    ...mappings,
    properties: {
      ...mappings.properties,
      foldedName: { ...mappings.properties.foldedName, fields: { stem: { type: 'text', analyzer: 'stems' } } },
    },
  },
  settings: {
    ...settings,
    analysis: {
      ...settings.analysis,
      filter: { ...settings.analysis?.filter, english_stem: { type: 'stemmer', language: 'light_english' } },
    },
  },
};
const ODD = { type: 'custom', tokenizer: 'whitespace' } as const;

/** What a core does at its start, of this version and of the one after. */
async function startsBoth(store: Elasticsearch): Promise<void> {
  await ensureProductIndex(store, definition);
  await ensureProductIndex(store, NEXT);
}

const lamp = newProduct({ name: 'Lamp', description: 'Brass' });

function quick(): ReindexOptions {
  return { show: () => {}, signal: new AbortController().signal, keepMs: 300 };
}

/** Puts products into the store without waiting for searches to find each. */
async function fill({ client, alias }: Elasticsearch, count: number): Promise<void> {
  const operations = Array.from({ length: count }, () => {
    const product = { ...lamp, id: randomUUID(), createdAt: new Date(0), archived: false, version: 1 };
    return [{ create: { _id: product.id } }, toDocument(product, [])];
  });
  const { errors } = await client.bulk({ index: alias, operations: operations.flat(), refresh: true });
  expect(errors).toBe(false);
}

/** The products that searches find, by id. */
async function documents({ client, alias }: Elasticsearch): Promise<Record<string, ProductDocument | undefined>> {
  const { hits } = await client.search<ProductDocument>({ index: alias, size: 1_000 });
  return Object.fromEntries(hits.hits.map(({ _id = '', _source }) => [_id, _source]));
}

/** What the documents of the store's segments are sorted by: each kind once. */
async function ordersOf({ client, alias }: Elasticsearch): Promise<string[]> {
  interface Sorted {
    sort?: { field: string; reverse: boolean }[];
  }
  const { indices } = await client.indices.segments({ index: alias });
  const shards = Object.values(indices).flatMap((index) => Object.values(index.shards).flat());
  const segments = shards.flatMap((shard) => Object.values(shard.segments)) as Sorted[];
  const orders = segments.map(({ sort = [] }) =>
    sort.map(({ field, reverse }) => `${field} ${reverse ? 'falling' : 'rising'}`).join(', '),
  );
  return [...new Set(orders)];
}

/** The indices of products that there are, each with its aliases. */
async function versions({ client, alias }: Elasticsearch): Promise<Record<string, string[]>> {
  const found = await client.indices.get({ index: `${alias}-v*` });
  return Object.fromEntries(Object.entries(found).map(([name, { aliases }]) => [name, Object.keys(aliases ?? {})]));
}

async function whereIs({ client, alias }: Elasticsearch, id: string) {
  const {
    _index: index,
    _seq_no: if_seq_no = -1,
    _primary_term: if_primary_term = -1,
  } = await client.get<ProductDocument>({ index: alias, id });
  return { index, if_seq_no, if_primary_term };
}
