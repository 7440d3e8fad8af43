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
import { catalogService } from '../client.ts';
import type { MutationResolvers, Resolvers } from '../generated/graphql.ts';
import { countProducts, listProducts } from './list-products.ts';
import { mapping } from './mapping.ts';

const readMask = readMasks(catalogService, mapping);

export const resolvers: Resolvers = {
  DateTime,
  Decimal,

  Query: {
    product: (_, { id }, { productById }, info) => productById.load(checkUuid('id', id), readMask(info)),
    products: (_, { pagination, id, ...args }, { client, productById }, info) =>
      listByPosition(pagination, async (page) => {
        if (id == null) return (await listProducts(client, args, { ...page, readMask: readMask(info) })).items;
        const product = await productById.load(checkUuid('id', id), readMask(info));
        return product ? [product] : [];
      }),
    productsConnection: (_, { query, filter, orderBy, ...args }, { client }, info) => {
      const asked = { query, filter, orderBy };
      return countedConnection(
        args,
        (page) => listProducts(client, asked, { ...page, readMask: readMask(info) }),
        () => countProducts(client, asked),
      );
    },
  },

  Mutation: inClientNames<MutationResolvers>(join(import.meta.dirname, 'schema.graphql'), mapping, {
    createProduct: async (_, { product, idempotencyKey }, { client }) => {
      const request = { ...priced(product), requestId: toRequestId(idempotencyKey) };
      return (await client.createProduct(request)).product;
    },
    updateProduct: async (_, { product, idempotencyKey, ...update }, { client }) => {
      const request = { ...priced(product), ...update, requestId: toRequestId(idempotencyKey) };
      return (await client.updateProduct(request)).product;
    },
    archiveProduct: async (_, { id, idempotencyKey }, { client }) =>
      (await client.archiveProduct({ id, requestId: toRequestId(idempotencyKey) })).product,
  }),

  ProductConnection: {
    totalCount: async ({ count }) => (await count()).count,
    totalCountIsExact: async ({ count }) => (await count()).isExact,
  },

  Product: {
    __resolveReference: ({ id }, { productById }, info) => productById.loadReference(id, readMask(info, 'Product')),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
    price: ({ unitPrice }) => toFloat(unitPrice),
    unitPrice: ({ unitPrice }) => toMoneyValue(unitPrice),
  },
};

/** The price as the core takes it: the digits that JavaScript prints are those that the client wrote. */
function priced<Input extends { price?: number | null; currency?: string | null }>(product: Input) {
  const { price, currency: currencyCode, ...fields } = product;
  return { ...fields, price: price?.toString(), currencyCode };
}
