import type { Caller } from '@commerce/platform/auth/caller';
import { type Reach, reachOf } from '@commerce/platform/auth/reach';
import { requireScope } from '@commerce/platform/auth/require-scope';

// What a caller may do with orders: customers what they like with those of their own account, staff what their scopes say.
// Nobody may do anything: each function throws DomainError Unauthenticated for them.

export const mayRead = (caller: Caller): Reach => reachOf(caller, 'orders:read');

/** Also for whose account a caller may place one. */
export const mayChange = (caller: Caller): Reach => reachOf(caller, 'orders:write');

/** @throws DomainError Forbidden for customers, whose orders are theirs already. */
export const checkMayLink = (caller: Caller): void => requireScope(caller, 'orders:write');

/** @throws DomainError Forbidden for customers: how well a product sells is the shop's own business. */
export const checkMaySeeSales = (caller: Caller): void => requireScope(caller, 'catalog:write', 'orders:read');
