/** Who asks, as the domains know it. */
export type Caller =
  /** Nobody is asked who they are (`AUTH=off`), so everybody may do everything. */
  | { kind: 'anyone' }
  /** No token came. */
  | { kind: 'nobody' }
  | Subject;

/** Whoever a token is of: a customer, a member of staff, or a service. */
export interface Subject {
  kind: 'subject';
  /** The token's `sub`. */
  subject: string;
  /** What names it in logs and traces, where the subject itself may be a person's address. */
  hash: string;
  scopes: ReadonlySet<string>;
}

export const ANYONE: Caller = { kind: 'anyone' };
export const NOBODY: Caller = { kind: 'nobody' };

/** May a caller do what needs a scope? Who may do everything may do that, too. */
export function hasScope(caller: Caller, scope: string): boolean {
  return caller.kind === 'anyone' || (caller.kind === 'subject' && caller.scopes.has(scope));
}

/** Has somebody any scope of this graph's? They are `<what>:read` and `<what>:write`; customers have none, but others such as `openid`. */
export function isStaff(caller: Caller): boolean {
  return caller.kind === 'subject' && [...caller.scopes].some((scope) => /^\w+:(read|write)$/.test(scope));
}

/** The subject that asks; undefined where nobody said who they are. */
export function subjectOf(caller: Caller): string | undefined {
  return caller.kind === 'subject' ? caller.subject : undefined;
}
