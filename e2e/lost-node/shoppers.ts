import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { isOverloaded } from '../deployment/is-overloaded.ts';

/** What became of a request. */
export interface Outcome {
  /** When it began and how long it took, in milliseconds. */
  began: number;
  took: number;
  /** What its errors say; nothing when it was answered without one, or refused because the machine has too much to do. */
  errors: { code: unknown; retryable: unknown; message: string }[];
}

export interface Shoppers {
  outcomes: Outcome[];
  /** @returns the orders that were acknowledged: by their keys, the ids that were told. */
  stop(): Promise<Map<string, Set<string>>>;
}

/**
 * Clients that read a page and place an order in turn, and come again with the same key where they are told that they may, as
 * docs/clients.md has it.
 */
export function startShoppers({ query }: GraphQLClient, accountId: string, productId: string): Shoppers {
  const outcomes: Outcome[] = [];
  const orders = new Map<string, Set<string>>();
  const end = new AbortController();
  const ask = async <T>(document: string, variables: Record<string, unknown>): Promise<T | undefined> => {
    const began = performance.now();
    const { data, errors = [] } = await query<T>(document, variables);
    const failures = errors.filter(({ extensions }) => !isOverloaded(extensions));
    const told = failures.map(({ message, extensions: { code, retryable } }) => ({ code, retryable, message }));
    outcomes.push({ began, took: performance.now() - began, errors: told });
    return errors.length === 0 ? (data ?? undefined) : undefined;
  };
  const placeOrder = async (): Promise<void> => {
    const key = randomUUID();
    const order = { accountId, products: [{ id: productId, quantity: 1 }] };
    // Once told twice is a client's own doubt: it must be the same order.
    for (let told = 0; told < 2 && !end.signal.aborted;) {
      const data = await ask<{ createOrder: { id: string } }>(ORDER, { key, order });
      if (data) orders.set(key, (orders.get(key) ?? new Set()).add(data.createOrder.id));
      told = data ? told + 1 : told;
      if (!data) await wait(200);
    }
  };
  const shopper = async () => {
    while (!end.signal.aborted) {
      await ask(PAGE, { accountId, productId });
      await placeOrder();
      await wait(PAUSE_MS);
    }
  };
  const running = Promise.all(Array.from({ length: SHOPPERS }, shopper));
  return {
    outcomes,
    async stop() {
      end.abort();
      await running;
      return orders;
    },
  };
}

const SHOPPERS = 8;
const PAUSE_MS = 250;
const PAGE = `query ($accountId: ID!, $productId: ID!) {
  account(id: $accountId) { name orders(pagination: { take: 3 }) { products { product { name } } } }
  product(id: $productId) { name unitsSold } }`;
const ORDER = `mutation ($key: String!, $order: OrderInput!) {
  createOrder(idempotencyKey: $key, order: $order) { id } }`;
