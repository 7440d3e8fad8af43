import { migrate } from '@commerce/platform/postgres/migrate';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import type { DomainName } from '../../standalone/start.ts';

/** Migrates a database for each domain. @returns the variables that name it. */
export async function migrateStores(
  createDatabase: (domain: DomainName) => Promise<string>,
): Promise<Record<DomainName, { DATABASE_URL: string }>> {
  const stores: [DomainName, { DATABASE_URL: string }][] = [];
  for (const { domain } of DOMAINS) {
    const url = await createDatabase(domain.name);
    await migrate(url, domain);
    stores.push([domain.name, { DATABASE_URL: url }]);
  }
  return Object.fromEntries(stores) as Record<DomainName, { DATABASE_URL: string }>;
}
