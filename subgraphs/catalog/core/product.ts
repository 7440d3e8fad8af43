import type { Money } from '@commerce/platform/values/money';
import type { Fields, Read } from '@commerce/platform/values/partial-read';

export interface Product {
  id: string;
  name: string;
  description: string;
  unitPrice: Money;
  archived: boolean;
  createdAt: Date;
  version: number;
}

/** What is wanted of a product, and what was read of it. */
export type ProductFields = Fields<Product>;
export type ReadProduct = Read<Product>;

/** What putting a product up for sale stores; the rest is the store's to set. */
export type NewProduct = Omit<Product, 'id' | 'archived' | 'createdAt' | 'version'>;

/** What an update sets; what is absent stays. */
export type ProductChange = Partial<NewProduct>;
