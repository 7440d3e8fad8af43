import type { Caller } from '@commerce/platform/auth/caller';

/**
 * Does a policy of `@policy(policies: [["name"]])` hold for a caller? What it throws fails the whole operation. It is asked
 * once for an operation, and only for one that asks for something which needs it.
 */
export type Policy = (caller: Caller) => boolean | Promise<boolean>;

/**
 * All policies by their names. A supergraph that names another one is refused, by composition and by the router. One that
 * lets the members of a team see what is theirs:
 *
 *     ['team:staff', (caller) => caller.kind === 'subject' && caller.subject.endsWith('@commerce.test')],
 */
export const policies: ReadonlyMap<string, Policy> = new Map<string, Policy>([]);
