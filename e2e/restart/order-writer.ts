import type { GraphQLClient } from '@commerce/testkit/graphql-client';

/** An order of some products, under an idempotency key of its own. */
export interface OrderRequest {
  key: string;
  order: { accountId: string; products: { id: string; quantity: number }[] };
}

/** What was acknowledged: the id of the order, by key. */
export type Acknowledged = Map<string, string>;

/** Places one order. @returns its id, or undefined when no answer came, as from a process that was killed. */
async function placeOrder({ query }: GraphQLClient, { key, order }: OrderRequest): Promise<string | undefined> {
  const document =
    'mutation ($order: OrderInput!, $key: String) { createOrder(order: $order, idempotencyKey: $key) { id } }';
  try {
    const { data } = await query<{ createOrder: { id: string } | null }>(document, { order, key });
    return data?.createOrder?.id;
  } catch {
    return undefined;
  }
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
