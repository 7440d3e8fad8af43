import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Domain } from '../domain.ts';
import type { CoreStore } from '../grpc/core-store.ts';
import { deleteOldRequests } from './delete-old-requests.ts';
import { migrate } from './migrate.ts';
import { missingMigrations } from './missing-migrations.ts';
import { createPool } from './pool.ts';
import { storeError } from './store-error.ts';

/** A core's PostgreSQL store, as its Prisma client and its server need it. */
export interface Store extends CoreStore {
  adapter: PrismaPg;
}

export interface StoreConfig {
  NODE_ENV: string;
  DATABASE_URL: string;
  DATABASE_POOL_SIZE: number;
}

/**
 * In development a store is migrated when it is prepared. In production that is a step of the deployment, and a core waits
 * for it.
 */
export function openStore(
  { name: store, prismaFolder }: Pick<Domain, 'name' | 'prismaFolder'>,
  config: StoreConfig,
): Store {
  const { NODE_ENV, DATABASE_URL: url, DATABASE_POOL_SIZE: size } = config;
  const migrates = NODE_ENV !== 'production';
  const pool = createPool({ store, url, size });
  let prepared = false;
  return {
    adapter: new PrismaPg(pool),
    toDomainError: storeError(`The ${store} store`),
    async waitsFor() {
      try {
        // The pool would keep its connection, and the embedded database has none to spare while it is migrated.
        await (prepared ? pool.look() : connectOnce(url));
        return [];
      } catch (error) {
        return [`the ${store} store (${reasonOf(error)})`];
      }
    },
    async prepare() {
      if (migrates) await migrate(url, prismaFolder);
      const missing = migrates ? [] : await missingMigrations(pool, prismaFolder);
      prepared = missing.length === 0;
      return missing.length === 0
        ? []
        : [`\`npm run migrate -- ${store}\`, because its database lacks ${missing.join(', ')}`];
    },
    forgetKeys: (olderThanMs, atMost) => deleteOldRequests(pool, olderThanMs, atMost),
    close: () => pool.end(),
  };
}

async function connectOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that ends the connection just then would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } finally {
    // Nobody waits for it: where the path is lost, it takes as long as the system tries to send the goodbye.
    client.end(() => {});
  }
}

/** A connection that every address of a name refused has only a code. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || 'it does not answer';
}
