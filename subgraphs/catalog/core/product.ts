import type { Money } from '@commerce/platform/values/money';

export interface Product {
  id: string;
  name: string;
  description: string;
  unitPrice: Money;
  archived: boolean;
  createdAt: Date;
  version: number;
}

/** What putting a product up for sale stores; the rest is the store's to set. */
export type NewProduct = Omit<Product, 'id' | 'archived' | 'createdAt' | 'version'>;

/** What an update sets; what is absent stays. */
export type ProductChange = Partial<NewProduct>;
