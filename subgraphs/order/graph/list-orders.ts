import { renameFields } from '@commerce/platform/errors/rename-fields';
import type { FieldMask } from '@commerce/platform/grpc/read-mask';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { Count } from '@commerce/platform/lists/count';
import type { Page, PageRequest } from '@commerce/platform/lists/page';
import type { Order, OrderClient } from '../client.ts';
import type { OrderFilterInput } from '../generated/graphql.ts';

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
export function countOrders(client: OrderClient, filter: Filter): Promise<Count> {
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
