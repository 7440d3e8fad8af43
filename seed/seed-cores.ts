import { createAccountClient } from '@commerce/account/client';
import { createCatalogClient } from '@commerce/catalog/client';
import { createOrderClient } from '@commerce/order/client';
import { UserError } from '@commerce/platform/errors/user-error';
import { seedShop } from './seed-shop.ts';
import { type ProgressStream, showProgress } from './show-progress.ts';

/** Where each core answers: `host:port`. */
export type CoreAddresses = Record<'account' | 'catalog' | 'order', string>;

/**
 * Loads the sample shop into running cores; see seed-shop.ts.
 *
 * @param stream shows the progress.
 * @throws UserError that says which core cannot be reached, or which write failed.
 */
export async function seedCores(addresses: CoreAddresses, stream: ProgressStream): Promise<void> {
  const clients = {
    account: createAccountClient(addresses.account),
    catalog: createCatalogClient(addresses.catalog),
    order: createOrderClient(addresses.order),
  };
  const progress = showProgress(stream);
  try {
    await requireReachable(clients, addresses);
    await seedShop(clients, progress.show);
  } finally {
    progress.stop();
    for (const client of Object.values(clients)) client.close();
  }
}

async function requireReachable(
  clients: Record<keyof CoreAddresses, { waitsFor(): Promise<string[]> }>,
  addresses: CoreAddresses,
): Promise<void> {
  const domains = Object.keys(clients) as (keyof CoreAddresses)[];
  const problems = await Promise.all(
    domains.map(async (domain) => {
      const [name] = await clients[domain].waitsFor();
      const remedy = `start it (\`npm start\` starts all), or name its address in ${domain.toUpperCase()}_CORE`;
      return name === undefined ? [] : [`Cannot reach ${name} at ${addresses[domain]}: ${remedy}.`];
    }),
  );
  if (problems.flat().length > 0) throw new UserError(problems.flat().join('\n'));
}
