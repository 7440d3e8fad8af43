import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { AnswerError, GraphQLClient } from '@commerce/testkit/graphql-client';
import { isOverloaded } from './is-overloaded.ts';
import { watchPauses } from './watch-pauses.ts';

export interface Load {
  /** How many requests were answered so far. */
  answered(): number;
  /** Ends it. @returns what failed, and the ids of the orders that were placed. */
  stop(): Promise<{ failures: unknown[]; orders: string[] }>;
}

/**
 * Clients that read across all subgraphs and place orders, each its next request soon after the last is answered: without a
 * pause they would take all of the CPU, and what starts meanwhile would wait for it. What is
 * refused as OVERLOADED on a busy machine, or is UNAVAILABLE or has no answer because it let nothing run for seconds, is no failure
 * of the system.
 */
export async function startLoad({ query }: GraphQLClient, accountId: string, productId: string): Promise<Load> {
  const failures: unknown[] = [];
  const orders: string[] = [];
  let answered = 0;
  const end = new AbortController();
  const pauses = watchPauses();
  const client = async (number: number) => {
    for (let turn = number; !end.signal.aborted; turn += 1) {
      const [document, variables] =
        turn % 2 === 0
          ? [READ, { accountId, productId }]
          : [ORDER, { order: { accountId, products: [{ id: productId, quantity: 1 }] } }];
      const began = performance.now();
      try {
        const { data, errors } = await query<{ createOrder?: { id: string } }>(document, variables);
        const isExcused = ({ extensions }: AnswerError) =>
          isOverloaded(extensions) || (pauses.since(began) && extensions['code'] === 'UNAVAILABLE');
        if (errors && !errors.every(isExcused)) failures.push({ at: new Date().toISOString(), document, errors });
        if (data?.createOrder) orders.push(data.createOrder.id);
      } catch (error) {
        // What ended meanwhile has closed its connections, which this process had no time to see.
        if (!pauses.since(began)) failures.push({ at: new Date().toISOString(), document, error: inspect(error) });
      }
      answered += 1;
      await wait(PAUSE_MS);
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  return {
    answered: () => answered,
    async stop() {
      end.abort();
      await Promise.all(clients);
      pauses.stop();
      return { failures, orders };
    },
  };
}

const CLIENTS = 4;
const PAUSE_MS = 25;
const READ = `query ($accountId: ID!, $productId: ID!) {
  account(id: $accountId) { name orders(pagination: { take: 3 }) { products { product { name } } } }
  product(id: $productId) { unitsSold } }`;
const ORDER = 'mutation ($order: OrderInput!) { createOrder(order: $order) { id account { name } } }';
