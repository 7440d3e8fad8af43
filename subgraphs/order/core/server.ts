import { toMoneyMessage } from '@commerce/platform/grpc/money-message';
import type { WholeMessage } from '@commerce/platform/grpc/proto';
import { readMaskOf } from '@commerce/platform/grpc/read-mask';
import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { fromTimestamp, toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { Page } from '@commerce/platform/lists/page';
import type { Read } from '@commerce/platform/values/partial-read';
import { orderService } from '../client.ts';
import type { Order as OrderMessage } from '../generated/proto/commerce/order/v1/Order.ts';
import type { OrderFilter__Output as OrderFilterMessage } from '../generated/proto/commerce/order/v1/OrderFilter.ts';
import type { OrderLine as OrderLineMessage } from '../generated/proto/commerce/order/v1/OrderLine.ts';
import type { OrderServiceDefinition } from '../generated/proto/commerce/order/v1/OrderService.ts';
import { lineTotal, type Order, type OrderFilter, type OrderLine, type OrderStatus, type ReadOrder } from './order.ts';
import type { OrderService } from './service.ts';

/** Turns messages into domain values and back. */
export function createOrderHandlers(service: OrderService): UnaryHandlers<OrderServiceDefinition> {
  return {
    createOrder: async ({ requestId: idempotencyKey, ...asked }, caller) => ({
      order: toMessage(await service.createOrder(caller, { ...asked, idempotencyKey })),
    }),
    getOrder: async ({ id, readMask }, caller) => ({
      order: toMessage(await service.getOrder(caller, id, fieldsOf(readMask))),
    }),
    batchGetOrders: async ({ ids, readMask }, caller) => {
      const orders = await service.batchGetOrders(caller, ids, fieldsOf(readMask));
      return { results: orders.map(({ found, notFound }) => ({ order: found && toMessage(found), notFound })) };
    },
    listOrders: async ({ readMask, filter, ...page }, caller) =>
      toPageMessage(await service.listOrders(caller, { ...page, filter: fromFilter(filter) }, fieldsOf(readMask))),
    countOrders: ({ filter }, caller) => service.countOrders(caller, fromFilter(filter)),
    batchListOrdersByAccount: async ({ readMask, ...request }, caller) => {
      const pages = await service.batchListOrdersByAccount(caller, request, fieldsOf(readMask));
      return { results: pages.map(toPageMessage) };
    },
    batchCountOrdersByAccount: async ({ accountIds }, caller) => {
      const counts = await service.batchCountOrdersByAccount(caller, accountIds);
      return {
        results: counts.map((counted) => ({
          counted: counted && counted.count > 0 ? { count: counted.count, isExact: counted.isExact } : undefined,
        })),
      };
    },
    batchGetUnitsSold: async ({ productIds }, caller) => {
      const units = await service.batchGetUnitsSold(caller, productIds);
      return { unitsSold: units.map(String) };
    },
    cancelOrder: async ({ requestId: idempotencyKey, id }, caller) => ({
      order: toMessage(await service.cancelOrder(caller, { id, idempotencyKey })),
    }),
    linkOrders: async ({ requestId: idempotencyKey, accountId }, caller) => ({
      orderCount: await service.linkOrders(caller, { accountId, idempotencyKey }),
    }),
  };
}

const STATUSES = {
  PLACED: 'ORDER_STATUS_PLACED',
  CANCELLED: 'ORDER_STATUS_CANCELLED',
} as const satisfies Record<OrderStatus, OrderMessage['status']>;

function fromFilter(filter: OrderFilterMessage | null): OrderFilter {
  const { status, fromTime, toTime } = filter ?? {};
  const wanted = ORDER_STATUSES.find((name) => STATUSES[name] === status);
  return {
    ...(wanted && { status: wanted }),
    ...(fromTime && { from: fromTimestamp(fromTime) }),
    ...(toTime && { to: fromTimestamp(toTime) }),
  };
}

const ORDER_STATUSES = Object.keys(STATUSES) as OrderStatus[];

function toPageMessage({ items, ...tokens }: Page<ReadOrder>) {
  return { orders: items.map(toMessage), ...tokens };
}

type Message = WholeMessage<OrderMessage>;
type LineMessage = WholeMessage<OrderLineMessage>;

const fieldsOf = readMaskOf<OrderMessage, Order>(orderService, 'Order', {
  createTime: ['createdAt'],
  lines: { lineTotal: ['unitPrice', 'quantity'] },
});

/** Does not compile when an order has a field that the message has not, or the other way round. */
function toMessage({ status, createdAt, total, lines, ...fields }: ReadOrder): Message {
  return {
    ...(fields satisfies Pick<Message, keyof typeof fields>),
    status: status && STATUSES[status],
    createTime: createdAt && toTimestamp(createdAt),
    total: total && toMoneyMessage(total),
    lines: lines?.map(toLineMessage),
  };
}

function toLineMessage(line: Read<OrderLine>): LineMessage {
  const { unitPrice, ...fields } = line;
  const { quantity } = fields;
  return {
    ...(fields satisfies Pick<LineMessage, keyof typeof fields>),
    unitPrice: unitPrice && toMoneyMessage(unitPrice),
    lineTotal: unitPrice && quantity !== undefined ? toMoneyMessage(lineTotal({ unitPrice, quantity })) : undefined,
  };
}
