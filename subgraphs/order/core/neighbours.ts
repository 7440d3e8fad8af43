import type { AccountClient } from '@commerce/account/client';
import type { CatalogClient } from '@commerce/catalog/client';
import { fromMoneyMessage } from '@commerce/platform/grpc/money-message';
import type { Money } from '@commerce/platform/values/money';

/** What an order needs to know from the other cores. A core that fails to answer throws its DomainError. */
export interface Neighbours {
  /** The account with this id, if it exists for whoever asks. */
  findAccount(id: string): Promise<BuyersAccount | undefined>;
  /** The products with these ids that exist for whoever asks, by id. */
  findProducts(ids: string[]): Promise<Map<string, CatalogProduct>>;
}

interface BuyersAccount {
  /** To whom it belongs; null when it belongs to nobody who signs in. */
  subject: string | null;
}

/** A product as it is today. */
export interface CatalogProduct {
  name: string;
  description: string;
  unitPrice: Money;
  archived: boolean;
}

const ACCOUNT_MASK = { paths: ['id', 'subject'] };

/** What a CatalogProduct is made of. */
const PRODUCT_MASK = { paths: ['id', 'name', 'description', 'unit_price', 'archived'] };

/** Asks the other cores, with one RPC for each question, in the name of whoever asks this one. */
export function createNeighbours(accounts: AccountClient, catalog: CatalogClient): Neighbours {
  return {
    async findAccount(id) {
      const { results } = await accounts.batchGetAccounts({ ids: [id], readMask: ACCOUNT_MASK });
      const account = results[0]?.account;
      return account ? { subject: account.subject ?? null } : undefined;
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
