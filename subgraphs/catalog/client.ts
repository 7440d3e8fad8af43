import { createClient, type UnaryClient } from '@commerce/platform/grpc/client';
import { loadService } from '@commerce/platform/grpc/proto';
import type { CatalogServiceDefinition } from './generated/proto/commerce/catalog/v1/CatalogService.ts';

export type { Product__Output as Product } from './generated/proto/commerce/catalog/v1/Product.ts';

/** The catalog core's contract. */
export const catalogService = loadService<CatalogServiceDefinition>(
  'commerce/catalog/v1/catalog_service.proto',
  'commerce.catalog.v1.CatalogService',
);

export type CatalogClient = UnaryClient<CatalogServiceDefinition>;

/** @param address of the catalog core: `host:port`. */
export function createCatalogClient(address: string): CatalogClient {
  return createClient(catalogService, address, 'The catalog service');
}
