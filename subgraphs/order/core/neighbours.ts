import type { AccountClient } from '@commerce/account/client';
import type { CatalogClient } from '@commerce/catalog/client';
import { fromMoneyMessage } from '@commerce/platform/grpc/money-message';
import type { Money } from '@commerce/platform/values/money';

/** What an order needs to know from the other cores. A core that fails to answer throws its DomainError. */
export interface Neighbours {
  hasAccount(id: string): Promise<boolean>;
  /** The products with these ids that exist, by id. */
  findProducts(ids: string[]): Promise<Map<string, CatalogProduct>>;
}

/** A product as it is today. */
export interface CatalogProduct {
  name: string;
  description: string;
  unitPrice: Money;
  archived: boolean;
}

/** What a CatalogProduct is made of. */
const PRODUCT_MASK = { paths: ['id', 'name', 'description', 'unit_price', 'archived'] };

/** Asks the other cores, with one RPC for each question. */
export function createNeighbours(accounts: AccountClient, catalog: CatalogClient): Neighbours {
  return {
    async hasAccount(id) {
      const { results } = await accounts.batchGetAccounts({ ids: [id], readMask: { paths: ['id'] } });
      return Boolean(results[0]?.account);
    },

    async findProducts(ids) {
      const { results } = await catalog.batchGetProducts({ ids, readMask: PRODUCT_MASK });
      return new Map(
        results.flatMap(({ product }) => {
          if (!product) return [];
          const { id, name, description, unitPrice, archived } = product;
          return [[id, { name, description, unitPrice: fromMoneyMessage(unitPrice), archived }] as const];
        }),
      );
    },
  };
}
