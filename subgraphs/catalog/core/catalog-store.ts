import type { CoreStore } from '@commerce/platform/grpc/core-store';
import type { ProductRepository } from './repository.ts';

/** The catalog's store, whichever it is. */
export interface CatalogStore extends CoreStore {
  repository: ProductRepository;
}
