import { randomUUID } from 'node:crypto';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { expect } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../../core/elasticsearch/client.ts';
import { createElasticsearchRepository } from '../../core/elasticsearch.ts';
import type { Product } from '../../core/product.ts';
import { searchForSale, listForSale } from '../find.ts';
import { newProduct } from '../new-product.ts';
import { WHOLE } from '../whole-product.ts';

/** Clients that write, read and search without a pause, and remember what was acknowledged. */
export interface Shoppers {
  /** Waits until each of them has come to the end of so many rounds more. */
  rounds(count: number): Promise<void>;
  stop(): Promise<void>;
  /** Stops them. @throws when anything failed, or the store has anything else than the last that was acknowledged. */
  verify(): Promise<void>;
}

/** @param patienceMs how long each of their requests may take. */
export async function startShoppers(url: string, alias: string, patienceMs: number): Promise<Shoppers> {
  const stores: Elasticsearch[] = [0, 1].map(() => openElasticsearch({ url, alias }));
  const repositories = stores.map(createElasticsearchRepository);
  const [one, other] = repositories as [(typeof repositories)[0], (typeof repositories)[0]];

  /** The last state of each product that was acknowledged. */
  const acknowledged = new Map<string, Product>();
  const acknowledge = (product: Product) => {
    if (product.version >= (acknowledged.get(product.id)?.version ?? 0)) acknowledged.set(product.id, product);
  };
  const updates = new Map<string, number>();
  const shared = await Promise.all(
    Array.from({ length: 8 }, (_, n) => one.create(newProduct({ name: `Shared ${n}` }), undefined)),
  );
  for (const product of shared) acknowledge(product);

  const stopping = new AbortController();
  const failures: unknown[] = [];
  const repeatedly = (work: (round: number) => Promise<void>) => {
    const loop = { rounds: 0, end: Promise.resolve() };
    loop.end = (async () => {
      while (!stopping.signal.aborted) {
        try {
          await withTimeLeft(patienceMs, () => work(loop.rounds));
        } catch (error) {
          failures.push(error);
        }
        loop.rounds += 1;
      }
    })();
    return loop;
  };

  /** Several at once change the same products: each acknowledged change is one version. */
  const update = (by: typeof one) => async (round: number) => {
    const { id } = shared[round % shared.length] ?? { id: '' };
    acknowledge(await by.update(id, { description: randomUUID() }, undefined, undefined));
    updates.set(id, (updates.get(id) ?? 0) + 1);
  };
  /** The same request by two at once makes one product, and it is found. */
  const create = async () => {
    const name = randomUUID().replaceAll('-', '');
    const request = { key: randomUUID(), method: 'CreateProduct', fingerprint: name };
    const [product, same] = await Promise.all([
      one.create(newProduct({ name }), request),
      other.create(newProduct({ name }), request),
    ]);
    acknowledge(product);
    expect(same).toEqual(product);
    const found = await searchForSale(other, name, { pageSize: 10, pageToken: '', skip: 0 }, WHOLE);
    expect(found.items.map(({ id }) => id)).toEqual([product.id]);
    acknowledge(await other.archive(product.id, undefined));
  };
  const read = async () => {
    const expected = new Map(acknowledged);
    const found = new Map(
      (await one.findMany('all', [...expected.keys()].slice(-1_000), WHOLE)).map((product) => [product.id, product]),
    );
    for (const id of [...expected.keys()].slice(-1_000)) {
      expect(found.get(id)?.version).toBeGreaterThanOrEqual(expected.get(id)?.version ?? 0);
    }
    expect(
      (await listForSale(other, { pageSize: 100, pageToken: '', skip: 0 }, WHOLE)).items.length,
    ).toBeGreaterThanOrEqual(8);
  };
  const loops = [...repositories, one].map((by) => repeatedly(update(by)));
  loops.push(repeatedly(create), repeatedly(create), repeatedly(read));

  const stop = async () => {
    stopping.abort();
    await Promise.all(loops.map(({ end }) => end));
  };
  return {
    async rounds(count) {
      const goals = loops.map((loop) => ({ loop, goal: loop.rounds + count }));
      await expect.poll(() => goals.every(({ loop, goal }) => loop.rounds >= goal)).toBe(true);
    },
    async stop() {
      await stop();
      for (const store of stores) await store.close();
    },
    async verify() {
      await stop();
      expect(failures).toEqual([]);
      const found = await one.findMany('all', [...acknowledged.keys()], WHOLE);
      expect(new Map(found.map((product) => [product.id, product]))).toEqual(acknowledged);
      for (const { id } of shared) expect(acknowledged.get(id)?.version).toBe(1 + (updates.get(id) ?? 0));
    },
  };
}
