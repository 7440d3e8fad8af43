import { join } from 'node:path';
import { inClientNames } from '@commerce/platform/graphql/client-names';
import { countedConnection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { toFloat, toMoneyValue } from '@commerce/platform/graphql/money-type';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { readMasks } from '@commerce/platform/graphql/read-mask';
import { DateTime, Decimal } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { checkUuid } from '@commerce/platform/values/uuid';
import type { MutationResolvers, OrderStatus, Resolvers } from '../generated/graphql.ts';
import { type Order, orderService } from '../client.ts';
import { forgetReads } from './context.ts';
import { countOrders, listOrders } from './list-orders.ts';
import { mapping } from './mapping.ts';

const readMask = readMasks(orderService, mapping);

export const resolvers: Resolvers = {
  DateTime,
  Decimal,

  Query: {
    order: (_, { id }, { orderById }, info) => orderById.load(checkUuid('id', id), readMask(info)),
    orders: (_, { pagination, filter }, { client }, info) =>
      listByPosition(
        pagination,
        async (page) => (await listOrders(client, filter, { ...page, readMask: readMask(info) })).items,
      ),
    ordersConnection: (_, { filter, ...args }, { client }, info) =>
      countedConnection(
        args,
        (page) => listOrders(client, filter, { ...page, readMask: readMask(info) }),
        () => countOrders(client, filter),
      ),
  },

  Mutation: inClientNames<MutationResolvers>(join(import.meta.dirname, 'schema.graphql'), mapping, {
    createOrder: async (_, { order: { products, ...order }, idempotencyKey }, context) => {
      const lines = products.map(({ id: productId, ...line }) => ({ ...line, productId }));
      const request = { ...order, lines, requestId: toRequestId(idempotencyKey) };
      const placed = (await context.client.createOrder(request)).order;
      forgetReads(context);
      return placed;
    },
    cancelOrder: async (_, { id, idempotencyKey }, context) => {
      const { order } = await context.client.cancelOrder({ id, requestId: toRequestId(idempotencyKey) });
      forgetReads(context);
      return order;
    },
    linkOrders: async (_, { accountId, idempotencyKey }, context) => {
      await context.client.linkOrders({ accountId, requestId: toRequestId(idempotencyKey) });
      forgetReads(context);
      return { id: accountId };
    },
  }),

  OrderConnection: {
    totalCount: async ({ count }) => (await count()).count,
    totalCountIsExact: async ({ count }) => (await count()).isExact,
  },

  Order: {
    __resolveReference: ({ id }, { orderById }, info) => orderById.loadReference(id, readMask(info, 'Order')),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
    status: ({ status }) => toStatus(status),
    totalPrice: ({ total }) => toFloat(total),
    total: ({ total }) => toMoneyValue(total),
    account: ({ accountId }) => ({ id: accountId }),
    products: ({ lines }) => lines,
  },

  OrderedProduct: {
    id: ({ productId }) => productId,
    price: ({ unitPrice }) => toFloat(unitPrice),
    unitPrice: ({ unitPrice }) => toMoneyValue(unitPrice),
    lineTotal: ({ lineTotal }) => toMoneyValue(lineTotal),
    product: ({ productId }) => ({ id: productId }),
  },

  // An id that nobody knows has no orders and no sales: whether it exists is for the subgraph that owns it to say.
  Account: {
    __resolveReference: ({ id }) => ({ id }),
    orders: ({ id }, { pagination }, { ordersByAccount }, info) =>
      listByPosition(pagination, async (page) => {
        const { items } = await ordersByAccount.load({ key: id, ...page }, readMask(info));
        return items;
      }),
    ordersConnection: ({ id }, args, { ordersByAccount, orderCountByAccount }, info) =>
      countedConnection(
        args,
        (page) => ordersByAccount.load({ key: id, ...page }, readMask(info)),
        () => orderCountByAccount.load(id),
      ),
  },

  Product: {
    __resolveReference: ({ id }) => ({ id }),
    // Above what GraphQL's Int can hold it stays at the highest: better than no number for the best-selling product.
    unitsSold: async ({ id }, _, { unitsSoldByProduct }) => Math.min(await unitsSoldByProduct.load(id), MAX_INT),
  },
};

const MAX_INT = 2 ** 31 - 1;

const STATUSES = {
  ORDER_STATUS_PLACED: 'PLACED',
  ORDER_STATUS_CANCELLED: 'CANCELLED',
} as const satisfies Record<Exclude<Order['status'], 'ORDER_STATUS_UNSPECIFIED'>, OrderStatus>;

function toStatus(status: Order['status']): OrderStatus {
  if (status === 'ORDER_STATUS_UNSPECIFIED') throw new TypeError('An order has no status.');
  return STATUSES[status];
}
