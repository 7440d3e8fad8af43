import type { Caller } from '@commerce/platform/auth/caller';
import { type Reach, reachOf } from '@commerce/platform/auth/reach';

// What a caller may do with customer notes: whoever made one what they like with it, staff what their scopes say. Nobody may
// do anything: each function throws DomainError Unauthenticated for them.

export const mayRead = (caller: Caller): Reach => reachOf(caller, 'customer_notes:read');

export const mayChange = (caller: Caller): Reach => reachOf(caller, 'customer_notes:write');
