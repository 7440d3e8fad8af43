import { renameFields } from '@commerce/platform/errors/rename-fields';
import type { Connection } from '@commerce/platform/graphql/connection';
import type { FieldMask } from '@commerce/platform/grpc/read-mask';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { Page, PageRequest } from '@commerce/platform/lists/page';
import type { CountOrdersResponse, Order, OrderClient } from '../client.ts';
import type { OrderFilterInput } from '../generated/graphql.ts';

/** What stands behind a connection: its pages are read, and their entries counted when somebody asks. */
export interface CountedConnection extends Connection<Order> {
  count: () => Promise<OrderCount>;
}

export type OrderCount = Pick<CountOrdersResponse, 'count' | 'isExact'>;

type Filter = OrderFilterInput | null | undefined;

/** A page of all orders that the caller may see. */
export function listOrders(
  client: OrderClient,
  filter: Filter,
  page: PageRequest & { readMask: FieldMask },
): Promise<Page<Order>> {
  return renameFields(FILTER_NAMES, async () => {
    const { orders: items, ...tokens } = await client.listOrders({ ...page, filter: toFilter(filter) });
    return { items, ...tokens };
  });
}

/** How many orders all pages of the list have. */
export function countOrders(client: OrderClient, filter: Filter): Promise<OrderCount> {
  return renameFields(FILTER_NAMES, () => client.countOrders({ filter: toFilter(filter) }));
}

function toFilter(filter: Filter) {
  if (!filter) return null;
  const { status, from, to } = filter;
  return {
    status: status && (`ORDER_STATUS_${status}` as const),
    fromTime: from && toTimestamp(from),
    toTime: to && toTimestamp(to),
  };
}

/** The fields of a refused filter as the client's document names them. */
const FILTER_NAMES = { 'filter.fromTime': 'filter.from', 'filter.toTime': 'filter.to' };
