import { createClient, type UnaryClient } from '@commerce/platform/grpc/client';
import { loadService } from '@commerce/platform/grpc/proto';
import type { Certificates } from '@commerce/platform/tls/certificates';
import { catalog } from './domain.ts';
import type { CatalogServiceDefinition } from './generated/proto/commerce/catalog/v1/CatalogService.ts';

export type { Product__Output as Product } from './generated/proto/commerce/catalog/v1/Product.ts';

/** The catalog core's contract. */
export const catalogService = loadService<CatalogServiceDefinition>(catalog);

export type CatalogClient = UnaryClient<CatalogServiceDefinition>;

/** @param address of the catalog core: `host:port`. */
export const createCatalogClient = (address: string, certificates?: Certificates): CatalogClient =>
  createClient(catalogService, address, certificates);
