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

export type NewProduct = Pick<Product, 'name' | 'description' | 'unitPrice'>;

/** What an update sets; what is absent stays. */
export type ProductChange = Partial<NewProduct & Pick<Product, 'archived'>>;
