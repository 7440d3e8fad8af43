import { randomUUID } from 'node:crypto';
import { bearer, type Issuer } from '@commerce/testkit/issuer';

/** Somebody who asks. */
export interface Person {
  name: string;
  /** Always the same, or somebody new whenever they ask: nobody of these has an account then. */
  subject?: string;
  scopes: string[];
}

export const NOBODY: Person = { name: 'nobody', scopes: [] };
export const ADA: Person = { name: 'Ada', subject: 'ada', scopes: [] };
export const GRACE: Person = { name: 'Grace', subject: 'grace', scopes: [] };

const SCOPES = ['accounts:read', 'accounts:write', 'catalog:write', 'orders:read', 'orders:write'];

export const PEOPLE: Person[] = [
  NOBODY,
  ADA,
  GRACE,
  { name: 'somebody new', scopes: [] },
  ...SCOPES.map((scope) => ({ name: `\`${scope}\``, scopes: [scope] })),
  { name: 'a service', scopes: ['accounts:read', 'orders:read', 'orders:write'] },
];

/** Who may do everything that a scope lets: it makes what the others ask for. */
export const SHOP: Person = { name: 'the shop', subject: 'shop', scopes: SCOPES };

/** Others who may do everything, somebody else whenever they ask. */
export const STAFF: Person = { name: 'staff', scopes: SCOPES };

export async function headersOf(issuer: Issuer, { name, subject, scopes }: Person): Promise<Record<string, string>> {
  if (name === NOBODY.name) return {};
  return bearer(await issuer.token({ sub: subject ?? randomUUID(), scope: scopes.join(' ') }));
}
