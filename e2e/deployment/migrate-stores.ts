import { join, resolve } from 'node:path';
import { migrate } from '@commerce/platform/postgres/migrate';
import { type Domain, DOMAINS } from '../../standalone/domains.ts';

/** Migrates a database for each domain. @returns the variables that name it. */
export async function migrateStores(
  createDatabase: (domain: Domain) => Promise<string>,
): Promise<Record<Domain, { DATABASE_URL: string }>> {
  const stores: [Domain, { DATABASE_URL: string }][] = [];
  for (const { name } of DOMAINS) {
    const url = await createDatabase(name);
    await migrate(url, join(SUBGRAPHS, name, 'core/prisma'));
    stores.push([name, { DATABASE_URL: url }]);
  }
  return Object.fromEntries(stores) as Record<Domain, { DATABASE_URL: string }>;
}

const SUBGRAPHS = resolve(import.meta.dirname, '../../subgraphs');
