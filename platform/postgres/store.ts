import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Domain } from '../domain.ts';
import type { CoreStore } from '../grpc/core-store.ts';
import { deleteOldRequests } from './delete-old-requests.ts';
import { migrate } from './migrate.ts';
import { missingMigrations } from './missing-migrations.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { readDatabaseUrl } from './database-url.ts';
import { directUrl } from './direct-connection.ts';
import { createPool } from './pool.ts';
import { poolerRefusal, unknownPooler } from './pooler.ts';
import { storeError } from './store-error.ts';

/** A core's PostgreSQL store, as its Prisma client and its server need it. */
export interface Store extends CoreStore {
  adapter: PrismaPg;
}

export interface StoreConfig {
  NODE_ENV: string;
  DATABASE_URL: string;
  DIRECT_DATABASE_URL?: string | undefined;
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
  const { connectionString, schema, isPooled } = readDatabaseUrl(url);
  let prepared = false;
  return {
    adapter: new PrismaPg(pool, { schema }),
    toDomainError: storeError(`The ${store} store`),
    async waitsFor() {
      try {
        // The pool would keep its connection, and the embedded database has none to spare while it is migrated.
        await (prepared ? pool.look() : connectOnce(connectionString));
        return [];
      } catch (error) {
        return [`the ${store} store (${poolerRefusal(error) ?? reasonOf(error)})`];
      }
    },
    async prepare() {
      if (migrates) await migrate(directUrl(config), prismaFolder);
      const pooler = isPooled ? undefined : await unknownPooler(pool);
      if (pooler) return [`the ${store} store (${pooler})`];
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

/** Connects as the pool does: a pooler may refuse its settings. */
async function connectOnce(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  // A server that ends the connection just then would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } finally {
    // Nobody waits for it: where the path is lost, it takes as long as the system tries to send the goodbye.
    client.end(() => {});
  }
}
