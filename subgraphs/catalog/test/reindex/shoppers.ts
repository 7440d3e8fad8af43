import { randomUUID } from 'node:crypto';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { expect } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../../core/elasticsearch/client.ts';
import { createElasticsearchRepository } from '../../core/elasticsearch.ts';
import type { Product } from '../../core/product.ts';
import { searchForSale, listForSale } from '../find.ts';
import { isLate, untilAnswered } from '../late-answer.ts';
import { newProduct } from '../new-product.ts';
import { WHOLE } from '../whole-product.ts';

/**
 * Clients that write, read and search without a pause, and remember what was acknowledged. On a busy machine Elasticsearch
 * may take longer for an answer than a core waits for it: such a write was done once or not at all.
 */
export interface Shoppers {
  /** Waits until each of them has come to the end of so many rounds more. */
  rounds(count: number): Promise<void>;
  stop(): Promise<void>;
  /**
   * Stops them.
   *
   * @throws when anything failed, or the store has anything else than the last that was acknowledged or is in doubt.
   */
  verify(): Promise<void>;
}

/** Their requests have time enough: writes wait while the indices are exchanged. */
export async function startShoppers(url: string, alias: string): Promise<Shoppers> {
  const stores: Elasticsearch[] = [0, 1].map(() => openElasticsearch({ url, alias }));
  const repositories = stores.map(createElasticsearchRepository);
  const [one, other] = repositories as [(typeof repositories)[0], (typeof repositories)[0]];

  /** The last state of each product that was acknowledged. */
  const acknowledged = new Map<string, Product>();
  const acknowledge = (product: Product) => {
    if (product.version >= (acknowledged.get(product.id)?.version ?? 0)) acknowledged.set(product.id, product);
  };
  const shared = await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      const product = await one.create(newProduct({ name: `Shared ${n}` }), undefined);
      acknowledge(product);
      return { id: product.id, updates: 0, inDoubt: new Set<string>() };
    }),
  );

  const stopping = new AbortController();
  const failures: unknown[] = [];
  const repeatedly = (work: (round: number) => Promise<void>) => {
    const loop = { rounds: 0, end: Promise.resolve() };
    loop.end = (async () => {
      while (!stopping.signal.aborted) {
        try {
          await withTimeLeft(PATIENCE_MS, () => work(loop.rounds));
          loop.rounds += 1;
        } catch (error) {
          if (!isLate(error)) failures.push(error);
        }
      }
    })();
    return loop;
  };

  /** Several at once change the same products: each change that was done is one version. */
  const update = (by: typeof one) => async (round: number) => {
    const product = shared[round % shared.length];
    if (!product) throw new Error('There are no products.');
    const description = randomUUID();
    product.inDoubt.add(description);
    acknowledge(await by.update(product.id, { description }, undefined, undefined));
    product.inDoubt.delete(description);
    product.updates += 1;
  };
  /** The same request by two at once, or again, makes one product, and it is found. */
  const createTwice = async () => {
    const name = randomUUID().replaceAll('-', '');
    const request = { key: randomUUID(), method: 'CreateProduct', fingerprint: name };
    let wasLate = false;
    const twice = (by: typeof one) =>
      untilAnswered(
        () => by.create(newProduct({ name }), request),
        () => void (wasLate = true),
      );
    const [product, same] = await Promise.all([twice(one), twice(other)]);
    acknowledge(product);
    expect(same).toEqual(product);
    const found = await searchForSale(other, name, { pageSize: 10, pageToken: '', skip: 0 }, WHOLE);
    // Who asked again was told that it is stored, and did not wait until searches find it.
    if (!wasLate) expect(found.items.map(({ id }) => id)).toEqual([product.id]);
    acknowledge(await untilAnswered(() => other.archive(product.id, undefined)));
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
  loops.push(repeatedly(createTwice), repeatedly(createTwice), repeatedly(read));

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
      const found = (await one.findMany('all', [...acknowledged.keys()], WHOLE)) as Product[];
      // What came last may be a change that was done and not acknowledged.
      for (const product of found) {
        const { inDoubt } = shared.find(({ id }) => id === product.id) ?? {};
        if (inDoubt?.has(product.description)) acknowledge(product);
      }
      expect(new Map(found.map((product) => [product.id, product]))).toEqual(acknowledged);
      for (const { id, updates, inDoubt } of shared) {
        const changes = (acknowledged.get(id)?.version ?? 0) - 1;
        expect(changes).toBeGreaterThanOrEqual(updates);
        expect(changes).toBeLessThanOrEqual(updates + inDoubt.size);
      }
    },
  };
}
