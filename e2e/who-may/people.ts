import { randomUUID } from 'node:crypto';
import { bearer, type Issuer } from '@commerce/testkit/issuer';
import pluralize from 'pluralize';

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

/** Those of staff, and what `npm run new-subgraph` names those of a new domain, which may yet have no column. */
function allScopes(entities: string[]): string[] {
  const names = entities.map((entity) => pluralize(snakeCase(entity)));
  return [...SCOPES, ...names.flatMap((name) => [`${name}:read`, `${name}:write`])];
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
}

/** Who may do everything that a scope lets: it makes what the others ask for. */
export function shopOf(entities: string[]): Person {
  return { name: 'the shop', subject: 'shop', scopes: allScopes(entities) };
}

/** Others who may do everything, somebody else whenever they ask. */
export function staffOf(entities: string[]): Person {
  return { name: 'staff', scopes: allScopes(entities) };
}

export async function headersOf(issuer: Issuer, { name, subject, scopes }: Person): Promise<Record<string, string>> {
  if (name === NOBODY.name) return {};
  return bearer(await issuer.token({ sub: subject ?? randomUUID(), scope: scopes.join(' ') }));
}
