import { setTimeout as wait } from 'node:timers/promises';
import type { AnswerError, GraphQLClient } from '@commerce/testkit/graphql-client';

/** An order of some products, under an idempotency key of its own. */
export interface OrderRequest {
  key: string;
  order: { accountId: string; products: { id: string; quantity: number }[] };
}

/** What was acknowledged: the id of the order, by key. */
export type Acknowledged = Map<string, string>;

/**
 * Places one order, and again as often as it is told to come again: on a busy machine a router has no room for eight
 * requests at once.
 *
 * @returns its id, or undefined when no answer came, as from a process that was killed.
 */
async function placeOrder(client: GraphQLClient, request: OrderRequest): Promise<string | undefined> {
  const { key, order } = request;
  const document =
    'mutation ($order: OrderInput!, $key: String) { createOrder(order: $order, idempotencyKey: $key) { id } }';
  const answer = await client
    .query<{ createOrder: { id: string } | null }>(document, { order, key })
    .catch(() => undefined);
  if (!answer) return undefined;
  const { data, errors: [error] = [] } = answer;
  if (data?.createOrder) return data.createOrder.id;
  await wait(timeToRetry(error));
  return placeOrder(client, request);
}

/** @throws an Error when it was refused for good. */
function timeToRetry(error: AnswerError | undefined): number {
  const { retryable, retryAfterMs } = error?.extensions ?? {};
  if (retryable === true && typeof retryAfterMs === 'number') return retryAfterMs;
  throw new Error(`an order was refused for good: ${JSON.stringify(error)}`);
}

/**
 * Places orders, some at a time, until none is left or no answer comes any more.
 *
 * @param acknowledged gets each order that was answered.
 */
export async function placeOrders(
  system: GraphQLClient,
  requests: readonly OrderRequest[],
  acknowledged: Acknowledged,
  onAcknowledged: () => void = () => {},
): Promise<void> {
  const waiting = requests.values();
  const writer = async () => {
    for (const request of waiting) {
      const id = await placeOrder(system, request);
      if (id === undefined) return;
      acknowledged.set(request.key, id);
      onAcknowledged();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

const WRITERS = 8;
