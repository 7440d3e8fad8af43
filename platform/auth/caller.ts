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
