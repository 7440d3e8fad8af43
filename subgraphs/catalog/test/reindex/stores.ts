import { randomUUID } from 'node:crypto';
import { afterAll, expect } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../../core/elasticsearch/client.ts';
import { definition, type IndexDefinition, mappings, settings } from '../../core/elasticsearch/index-definition.ts';
import type { IndexLayout } from '../../core/elasticsearch/index-layout.ts';
import { type ProductDocument, toDocument } from '../../core/elasticsearch/product-document.ts';
import { ensureProductIndex } from '../../core/elasticsearch/product-index.ts';
import type { ReindexOptions } from '../../core/reindex/reindex-products.ts';
import { newProduct } from '../new-product.ts';

/** Stores of a test file, each with an alias of its own; they are gone after its tests. */
export function testStores(url: string) {
  const stores: Elasticsearch[] = [];
  afterAll(async () => {
    for (const { client, alias, close } of stores) {
      const names = Object.keys(await client.indices.get({ index: `${alias}-*` }));
      if (names.length > 0) await client.indices.delete({ index: names });
      await close();
    }
  });
  const newStore = (alias = `test-${randomUUID()}`, layout: IndexLayout = {}) => {
    const store = openElasticsearch({ url, alias, layout });
    stores.push(store);
    return store;
  };
  const openStore = async () => {
    const store = newStore();
    await ensureProductIndex(store);
    return store;
  };
  return { newStore, openStore };
}

/** That of the version after, which searches otherwise. */
export const NEXT: IndexDefinition = {
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

/** What a core does at its start, of this version and of the one after. */
export async function startsBoth(store: Elasticsearch): Promise<void> {
  await ensureProductIndex(store, definition);
  await ensureProductIndex(store, NEXT);
}

export const lamp = newProduct({ name: 'Lamp', description: 'Brass' });

export function quick(): ReindexOptions {
  return { show: () => {}, signal: new AbortController().signal, keepMs: 300 };
}

/** Puts products into the store without waiting for searches to find each. */
export async function fill({ client, alias }: Elasticsearch, count: number): Promise<void> {
  const operations = Array.from({ length: count }, () => {
    const product = { ...lamp, id: randomUUID(), createdAt: new Date(0), archived: false, version: 1 };
    return [{ create: { _id: product.id } }, toDocument(product, [])];
  });
  const { errors } = await client.bulk({ index: alias, operations: operations.flat(), refresh: true });
  expect(errors).toBe(false);
}

/** The products that searches find, by id. */
export async function documents({
  client,
  alias,
}: Elasticsearch): Promise<Record<string, ProductDocument | undefined>> {
  const { hits } = await client.search<ProductDocument>({ index: alias, size: 1_000 });
  return Object.fromEntries(hits.hits.map(({ _id = '', _source }) => [_id, _source]));
}

/** The indices of products that there are, each with its aliases. */
export async function versions({ client, alias }: Elasticsearch): Promise<Record<string, string[]>> {
  const found = await client.indices.get({ index: `${alias}-v*` });
  return Object.fromEntries(Object.entries(found).map(([name, { aliases }]) => [name, Object.keys(aliases ?? {})]));
}
