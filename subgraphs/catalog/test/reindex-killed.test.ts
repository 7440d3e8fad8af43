import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@commerce/testkit/free-port';
import { startPath } from '@commerce/testkit/path';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterEach, describe, expect, test } from 'vitest';
import { currentIndex, writeAlias } from '../core/elasticsearch/product-index.ts';
import { takeTurn } from '../core/elasticsearch/reindex-turn.ts';
import { reindexCatalog } from '../core/reindex/reindex-catalog.ts';
import { reindexProducts } from '../core/reindex/reindex-products.ts';
import { killAt, runReindex, type Step } from './reindex/run-reindex.ts';
import { startShoppers, type Shoppers } from './reindex/shoppers.ts';
import { documents, fill, quick, startsBoth, testStores, versions } from './reindex/stores.ts';

const { elasticsearch: url = '' } = storeServers();

describe.runIf(url)('npm run reindex, killed', () => {
  const { newStore, openStore } = testStores(url);
  let shoppers: Shoppers | undefined;
  afterEach(async () => {
    await shoppers?.stop();
    shoppers = undefined;
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

  test('waits for a store that nobody lets through to yet', async () => {
    const store = await openStore();
    const port = await freePort();
    const variables = { ELASTICSEARCH_URL: `http://127.0.0.1:${port}`, ELASTICSEARCH_ALIAS: store.alias };
    const reindexed = reindexCatalog(variables, () => {}, AbortSignal.timeout(60_000));
    await Promise.race([reindexed, wait(1_000)]);
    const path = await startPath(new URL(url).host, port);
    expect(await reindexed).toBe(`${store.alias}-v2`);
    await path.stop();
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
