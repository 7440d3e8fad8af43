import { type Caller, hasScope } from '@commerce/platform/auth/caller';
import { requireScope } from '@commerce/platform/auth/require-scope';

// What a caller may do with products: everybody reads what is for sale, whoever keeps the catalog does the rest.

/** @throws DomainError Unauthenticated or Forbidden: that products can be changed is no secret. */
export const checkMayChange = (caller: Caller): void => requireScope(caller, KEEPER);

/** @throws DomainError Unauthenticated or Forbidden. */
export const checkMaySeeArchived = (caller: Caller): void => requireScope(caller, KEEPER);

/** Which products exist for a caller. What was archived does so for its keepers alone. */
export const mayRead = (caller: Caller): Sight => (hasScope(caller, KEEPER) ? 'all' : 'for sale');

export type Sight = 'all' | 'for sale';

const KEEPER = 'catalog:write';
