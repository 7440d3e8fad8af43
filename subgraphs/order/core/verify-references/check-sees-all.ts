import { UserError } from '@commerce/platform/errors/user-error';
import type { Cores } from './lost-of-page.ts';

/**
 * What a caller may not see looks like what is not there, and orders that they may not see are not walked. So each core is
 * asked for an id that nothing has: whether it says so tells whether it shows the caller everything.
 *
 * @throws UserError that names the scopes which are missing.
 */
export async function checkSeesAll({ accounts, products, orders }: Cores): Promise<void> {
  const ids = [NOBODYS];
  const answers = [
    { scope: 'accounts:read', ...(await accounts.batchGetAccounts({ ids })).results[0] },
    { scope: 'catalog:write', ...(await products.batchGetProducts({ ids })).results[0] },
    { scope: 'orders:read', ...(await orders.batchGetOrders({ ids })).results[0] },
  ];
  const missing = answers.filter(({ notFound }) => !notFound).map(({ scope }) => scope);
  if (missing.length === 0) return;
  throw new UserError(
    `TOKEN does not let it see everything: it needs the scope ${missing.join(' and ')}. (A core of the version before says so, too.)`,
  );
}

/** The id of an instant in 1970: no core has made one then. */
export const NOBODYS = '00000000-0000-7000-8000-000000000000';
