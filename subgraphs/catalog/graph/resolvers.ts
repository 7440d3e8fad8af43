import { renameFields } from '@commerce/platform/errors/rename-fields';
import { connection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { toFloat, toMoneyValue } from '@commerce/platform/graphql/money-type';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { DateTime, Decimal } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import type { Page, PageRequest } from '@commerce/platform/lists/page';
import { checkUuid } from '@commerce/platform/values/uuid';
import type { CatalogClient, Product } from '../client.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { readPrice } from './price.ts';
import { updateProduct } from './update-product.ts';

export const resolvers: Resolvers = {
  DateTime,
  Decimal,

  Query: {
    product: (_, { id }, { productById }) => productById.load(checkUuid('id', id)),
    products: (_, { pagination, query, id }, { client, productById }) =>
      listByPosition(pagination, async (page) => {
        if (id == null) return (await listOrSearch(client, query, page)).items;
        const product = await productById.load(checkUuid('id', id));
        return product ? [product] : [];
      }),
    productsConnection: (_, { query, ...args }, { client }) =>
      connection(args, (page) => listOrSearch(client, query, page)),
  },

  Mutation: {
    createProduct: (_, { product: { name, description, price, currency }, idempotencyKey }, { client }) =>
      renameFields(PRODUCT_FIELDS, async () => {
        const unitPrice = readPrice(price, currency ?? DEFAULT_CURRENCY);
        const requestId = toRequestId(idempotencyKey);
        return (await client.createProduct({ name, description, unitPrice, requestId })).product;
      }),

    updateProduct: (_, update, context) => renameFields(PRODUCT_FIELDS, () => updateProduct(context, update)),

    archiveProduct: async (_, { id }, { client }) => (await client.archiveProduct({ id })).product,
  },

  Product: {
    __resolveReference: ({ id }, { productById }) => productById.load(id),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
    price: ({ unitPrice }) => toFloat(unitPrice),
    unitPrice: ({ unitPrice }) => toMoneyValue(unitPrice),
  },
};

const DEFAULT_CURRENCY = 'USD';

/** What the core calls by other names than the schema. */
const PRODUCT_FIELDS = {
  name: 'product.name',
  description: 'product.description',
  'unitPrice.amountMinor': 'product.price',
  'unitPrice.currencyCode': 'product.currency',
  requestId: 'idempotencyKey',
};

/** The core searches only for something: without a query it lists. */
async function listOrSearch(
  client: CatalogClient,
  query: string | null | undefined,
  page: PageRequest,
): Promise<Page<Product>> {
  const { products: items, ...tokens } = query?.trim()
    ? await client.searchProducts({ query, ...page })
    : await client.listProducts(page);
  return { items, ...tokens };
}
