import type { SeedTokens } from '../seed/seed-cores.ts';
import { CUSTOMERS, STAFF } from '../seed/people.ts';
import type { Issuer } from './issuer.ts';

/** In whose names the sample shop is loaded, where the cores ask. */
export async function seedTokens(issuer: Issuer | undefined): Promise<SeedTokens | undefined> {
  if (!issuer) return undefined;
  const tokenOf = async ({ id }: { id: string }) => (await issuer.token(id)) ?? '';
  return { staff: await tokenOf(STAFF), customers: await Promise.all(CUSTOMERS.map(tokenOf)) };
}
