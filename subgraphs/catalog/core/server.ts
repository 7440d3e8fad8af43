import { fromMoneyMessage, toMoneyMessage } from '@commerce/platform/grpc/money-message';
import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { CatalogServiceDefinition } from '../generated/proto/commerce/catalog/v1/CatalogService.ts';
import type { Product as ProductMessage } from '../generated/proto/commerce/catalog/v1/Product.ts';
import type { Product } from './product.ts';
import type { CatalogService } from './service.ts';

/** Turns messages into domain values and back. */
export function createCatalogHandlers(service: CatalogService): UnaryHandlers<CatalogServiceDefinition> {
  return {
    createProduct: async ({ name, description, unitPrice, requestId }) => {
      const input = { name, description, unitPrice: fromMoneyMessage(unitPrice), idempotencyKey: requestId };
      return { product: toMessage(await service.createProduct(input)) };
    },
    getProduct: async ({ id }) => ({ product: toMessage(await service.getProduct(id)) }),
    batchGetProducts: async ({ ids }) => {
      const products = await service.batchGetProducts(ids);
      return { results: products.map((product) => ({ product: product ? toMessage(product) : null })) };
    },
    listProducts: async (request) => {
      const { items, ...tokens } = await service.listProducts(request);
      return { products: items.map(toMessage), ...tokens };
    },
    searchProducts: async (request) => {
      const { items, ...tokens } = await service.searchProducts(request);
      return { products: items.map(toMessage), ...tokens };
    },
    updateProduct: async ({ id, name, description, unitPrice, expectedVersion, requestId }) => {
      const change = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(unitPrice && { unitPrice: fromMoneyMessage(unitPrice) }),
      };
      return {
        product: toMessage(await service.updateProduct({ id, change, expectedVersion, idempotencyKey: requestId })),
      };
    },
    archiveProduct: async ({ id, requestId }) => ({
      product: toMessage(await service.archiveProduct({ id, idempotencyKey: requestId })),
    }),
  };
}

function toMessage({ createdAt, unitPrice, ...product }: Product): ProductMessage {
  return { ...product, unitPrice: toMoneyMessage(unitPrice), createTime: toTimestamp(createdAt) };
}
