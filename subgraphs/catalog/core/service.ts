import { notFound } from '@commerce/platform/errors/domain-error';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { checkText } from '@commerce/platform/values/text';
import { checkUuid } from '@commerce/platform/values/uuid';
import { collectViolations } from '@commerce/platform/values/violations';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkDescription, checkName, checkUnitPrice } from './check-product.ts';
import type { NewProduct, Product, ProductChange } from './product.ts';
import type { ProductRepository } from './repository.ts';

/** The rules for products; the contract of each function is its RPC's, in catalog_service.proto. */
export type CatalogService = ReturnType<typeof createCatalogService>;

export function createCatalogService(repository: ProductRepository) {
  return {
    async createProduct(input: NewProduct & { idempotencyKey: string }): Promise<Product> {
      const violations = collectViolations();
      const product = {
        name: checkName(violations, input.name),
        description: checkDescription(violations, input.description),
        unitPrice: checkUnitPrice(violations, input.unitPrice),
      };
      const idempotencyKey = checkIdempotencyKey(violations, input.idempotencyKey);
      violations.throwIfAny();
      return await repository.create(product, keyedRequest('CreateProduct', idempotencyKey, product));
    },

    async getProduct(id: string): Promise<Product> {
      const [product] = await repository.findMany([checkUuid('id', id)]);
      if (!product) throw notFound({ field: 'id', description: `There is no product ${id}.` });
      return product;
    },

    batchGetProducts(ids: string[]): Promise<(Product | undefined)[]> {
      return batchById('ids', ids, repository.findMany, (product) => product.id);
    },

    async listProducts(page: PageRequest): Promise<Page<Product>> {
      return await repository.list(checkPageRequest(page));
    },

    async searchProducts({ query, ...page }: PageRequest & { query: string }): Promise<Page<Product>> {
      const violations = collectViolations();
      const text = checkText(violations, 'query', query, { max: 256 });
      violations.throwIfAny();
      return await repository.search(text, checkPageRequest(page));
    },

    async updateProduct(input: {
      id: string;
      change: Omit<ProductChange, 'archived'>;
      expectedVersion: number | undefined;
      idempotencyKey: string;
    }): Promise<Product> {
      const { name, description, unitPrice } = input.change;
      const { expectedVersion } = input;
      const id = checkUuid('id', input.id);
      const violations = collectViolations();
      const change = {
        ...(name !== undefined && { name: checkName(violations, name) }),
        ...(description !== undefined && { description: checkDescription(violations, description) }),
        ...(unitPrice && { unitPrice: checkUnitPrice(violations, unitPrice) }),
      };
      const idempotencyKey = checkIdempotencyKey(violations, input.idempotencyKey);
      violations.throwIfAny();
      const request = keyedRequest('UpdateProduct', idempotencyKey, { id, ...change, expectedVersion });
      return await repository.update(id, change, expectedVersion, request);
    },

    async archiveProduct(input: { id: string; idempotencyKey: string }): Promise<Product> {
      const id = checkUuid('id', input.id);
      const violations = collectViolations();
      const idempotencyKey = checkIdempotencyKey(violations, input.idempotencyKey);
      violations.throwIfAny();
      return await repository.archive(id, keyedRequest('ArchiveProduct', idempotencyKey, { id }));
    },
  };
}
