import { setTimeout as wait } from 'node:timers/promises';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';

/** What was acknowledged, by idempotency key: the ids that each answer named. With a key sent twice there may be two. */
export type Acknowledged = Map<string, Set<string>>;

export interface Writers {
  acknowledged: Acknowledged;
  /** How many answers did not come, or were errors, and were asked for again. */
  retries(): number;
  /** Each writer ends the write that it is at, however often it must be sent. */
  stop(): Promise<void>;
}

/**
 * Clients that place orders, each under a key of its own, and send one again until it is acknowledged: as a client does
 * that must not lose an order. Some answers are asked for once more although they came.
 */
export function startKeyedWriters({ query }: GraphQLClient, accountId: string, productIds: readonly string[]): Writers {
  const acknowledged: Acknowledged = new Map();
  let retries = 0;
  const end = new AbortController();

  const place = async (key: string, order: object): Promise<string | undefined> => {
    try {
      const { data } = await query<{ createOrder: { id: string } | null }>(PLACE, { order, key });
      return data?.createOrder?.id;
    } catch {
      return undefined;
    }
  };
  const placeUntilAcknowledged = async (key: string, order: object) => {
    for (;;) {
      const id = await place(key, order);
      if (id !== undefined) return id;
      retries += 1;
      await wait(PAUSE_MS);
    }
  };
  const writer = async (name: number) => {
    for (let number = 0; !end.signal.aborted; number += 1) {
      const key = `${accountId}-${name}-${number}`;
      const products = productIds.map((id, index) => ({ id, quantity: 1 + ((number + index) % 3) }));
      const ids = new Set([await placeUntilAcknowledged(key, { accountId, products })]);
      if (number % 10 === 0) ids.add(await placeUntilAcknowledged(key, { accountId, products }));
      acknowledged.set(key, ids);
    }
  };
  const writers = Array.from({ length: WRITERS }, (_, name) => writer(name));
  return {
    acknowledged,
    retries: () => retries,
    async stop() {
      end.abort();
      await Promise.all(writers);
    },
  };
}

const WRITERS = 4;
const PAUSE_MS = 20;
const PLACE =
  'mutation ($order: OrderInput!, $key: String) { createOrder(order: $order, idempotencyKey: $key) { id } }';
