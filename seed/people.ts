import { createSampleShop } from './sample-shop.ts';

/** Somebody who signs in to the sample shop, in development. */
export interface Person {
  /** Names them in a token: its `sub`. */
  id: string;
  name: string;
  /** What their tokens allow beyond what every customer may do. */
  scopes: readonly string[];
}

/** The first three accounts of the sample shop are theirs, which have bought most. */
export const CUSTOMERS: readonly Person[] = createSampleShop()
  .accounts.slice(0, 3)
  .map(({ name }) => ({ id: (name.split(' ')[0] ?? name).toLowerCase(), name, scopes: [] }));

/** Who may see and do everything that somebody may. */
export const STAFF: Person = {
  id: 'staff',
  name: 'Staff',
  scopes: ['accounts:read', 'accounts:write', 'catalog:write', 'orders:read', 'orders:write'],
};

export const PEOPLE: readonly Person[] = [...CUSTOMERS, STAFF];
