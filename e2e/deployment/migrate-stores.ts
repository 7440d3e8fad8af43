import { join, resolve } from 'node:path';
import { migrate } from '@commerce/platform/postgres/migrate';
import type { Domain } from '../../standalone/start.ts';

/** Migrates a database for each domain. @returns the variables that name it. */
export async function migrateStores(
  createDatabase: (domain: Domain) => Promise<string>,
): Promise<Record<Domain, { DATABASE_URL: string }>> {
  const store = async (domain: Domain) => {
    const url = await createDatabase(domain);
    await migrate(url, join(SUBGRAPHS, domain, 'core/prisma'));
    return { DATABASE_URL: url };
  };
  return { account: await store('account'), catalog: await store('catalog'), order: await store('order') };
}

const SUBGRAPHS = resolve(import.meta.dirname, '../../subgraphs');
