import { fromMoneyMessage, type MoneyMessage, toMoneyMessage } from '@commerce/platform/grpc/money-message';
import type { WholeMessage } from '@commerce/platform/grpc/proto';
import { readMaskOf } from '@commerce/platform/grpc/read-mask';
import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import { minorDigits, toDecimal } from '@commerce/platform/values/money';
import { catalogService } from '../client.ts';
import type { CatalogServiceDefinition } from '../generated/proto/commerce/catalog/v1/CatalogService.ts';
import type { ListProductsRequest__Output as ListProductsRequest } from '../generated/proto/commerce/catalog/v1/ListProductsRequest.ts';
import type { Product as ProductMessage } from '../generated/proto/commerce/catalog/v1/Product.ts';
import type { ProductOrder } from './asked-products.ts';
import type { Product, ReadProduct } from './product.ts';
import type { CatalogService } from './service.ts';

/** Turns messages into domain values and back. */
export function createCatalogHandlers(service: CatalogService): UnaryHandlers<CatalogServiceDefinition> {
  return {
    createProduct: async ({ requestId: idempotencyKey, unitPrice, ...product }, caller) => ({
      product: toMessage(
        await service.createProduct(caller, { ...product, ...formerPrice(unitPrice), idempotencyKey }),
      ),
    }),
    getProduct: async ({ id, readMask }, caller) => ({
      product: toMessage(await service.getProduct(caller, id, productFields(readMask))),
    }),
    batchGetProducts: async ({ ids, readMask }, caller) => {
      const products = await service.batchGetProducts(caller, ids, productFields(readMask));
      return { results: products.map(({ found, notFound }) => ({ product: found && toMessage(found), notFound })) };
    },
    listProducts: async ({ readMask, orderBy, ...list }, caller) => {
      const asked = { ...list, orderBy: ORDERS[orderBy] };
      const { items, ...tokens } = await service.listProducts(caller, asked, productFields(readMask));
      return { products: items.map(toMessage), ...tokens };
    },
    searchProducts: async ({ readMask, orderBy, ...search }, caller) => {
      const asked = { ...search, orderBy: ORDERS[orderBy] };
      const { items, ...tokens } = await service.searchProducts(caller, asked, productFields(readMask));
      return { products: items.map(toMessage), ...tokens };
    },
    countProducts: (asked, caller) => service.countProducts(caller, asked),
    updateProduct: async ({ requestId: idempotencyKey, unitPrice, ...change }, caller) => ({
      product: toMessage(await service.updateProduct(caller, { ...change, ...formerPrice(unitPrice), idempotencyKey })),
    }),
    archiveProduct: async ({ requestId: idempotencyKey, id }, caller) => ({
      product: toMessage(await service.archiveProduct(caller, { id, idempotencyKey })),
    }),
  };
}

/** By the names of the proto. */
const ORDERS = {
  PRODUCT_ORDER_UNSPECIFIED: undefined,
  PRODUCT_ORDER_NEWEST: 'NEWEST',
  PRODUCT_ORDER_RELEVANCE: 'RELEVANCE',
  PRODUCT_ORDER_PRICE_ASC: 'PRICE_ASC',
  PRODUCT_ORDER_PRICE_DESC: 'PRICE_DESC',
  PRODUCT_ORDER_NAME: 'NAME',
} as const satisfies Record<ListProductsRequest['orderBy'], ProductOrder | undefined>;

/** A core is deployed before its callers: without this, an update by an older one would lose its price without a word. */
function formerPrice(unitPrice: MoneyMessage | null): { price?: string; currencyCode?: string } {
  if (!unitPrice) return {};
  const money = fromMoneyMessage(unitPrice);
  const { currencyCode } = money;
  // Of a currency that nobody knows the amount does not matter: it is refused.
  return { price: minorDigits(currencyCode) === undefined ? '' : toDecimal(money), currencyCode };
}

type Message = WholeMessage<ProductMessage>;

/** What a read mask asks for of a product. */
export const productFields = readMaskOf<ProductMessage, Product>(catalogService, 'Product', {
  createTime: ['createdAt'],
});

/** Does not compile when a product has a field that the message has not, or the other way round. */
function toMessage({ createdAt, unitPrice, ...fields }: ReadProduct): Message {
  return {
    ...(fields satisfies Pick<Message, keyof typeof fields>),
    unitPrice: unitPrice && toMoneyMessage(unitPrice),
    createTime: createdAt && toTimestamp(createdAt),
  };
}
