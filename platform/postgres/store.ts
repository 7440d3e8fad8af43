import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Domain } from '../domain.ts';
import type { CoreStore } from '../grpc/core-store.ts';
import { deleteOldRequests } from './delete-old-requests.ts';
import { migrate } from './migrate.ts';
import { isLost, lostColumns } from './lost-columns.ts';
import { missingMigrations } from './missing-migrations.ts';
import { UserError } from '../errors/user-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { readDatabaseUrl } from './database-url.ts';
import { directUrl } from './direct-connection.ts';
import { createPool } from './pool.ts';
import { poolerRefusal, unknownPooler } from './pooler.ts';
import { codesOf, storeError } from './store-error.ts';

/** A core's PostgreSQL store, as its Prisma client and its server need it. */
export interface Store extends CoreStore {
  adapter: PrismaPg;
}

export interface StoreConfig {
  NODE_ENV: string;
  DATABASE_URL: string;
  DIRECT_DATABASE_URL?: string | undefined;
  DATABASE_READ_URL?: string | undefined;
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
  const pool = createPool({ store, url, size, copyUrl: copyUrl(config) });
  const { connectionString, schema, isPooled } = readDatabaseUrl(url);
  let prepared = false;
  /** A statement found no such column or table: until all that this version reads is there, it cannot serve. */
  let isSuspect = false;
  const translate = storeError(`The ${store} store`);
  return {
    adapter: new PrismaPg(pool, { schema }),
    toDomainError(error) {
      isSuspect ||= isLost(codesOf(error));
      return translate(error);
    },
    async waitsFor() {
      try {
        // The pool would keep its connection, and the embedded database has none to spare while it is migrated.
        await (prepared ? pool.look() : connectOnce(connectionString));
        const lost = isSuspect ? await lostColumns(pool, prismaFolder) : undefined;
        isSuspect = lost !== undefined;
        return lost === undefined ? [] : [`the ${store} store (${lost})`];
      } catch (error) {
        return [`the ${store} store (${poolerRefusal(error) ?? reasonOf(error)})`];
      }
    },
    async prepare() {
      if (migrates) await migrate(directUrl(config), { name: store, prismaFolder });
      const pooler = isPooled ? undefined : await unknownPooler(pool);
      if (pooler) return [`the ${store} store (${pooler})`];
      const missing = migrates ? [] : await missingMigrations(pool, prismaFolder);
      if (missing.length > 0) {
        return [`\`npm run migrate -- ${store}\`, because its database lacks ${missing.join(', ')}`];
      }
      const lost = await lostColumns(pool, prismaFolder);
      prepared = lost === undefined;
      return lost === undefined ? [] : [`the ${store} store (${lost})`];
    },
    forgetKeys: (olderThanMs, atMost) => deleteOldRequests(pool, olderThanMs, atMost),
    close: () => pool.end(),
  };
}

/** @throws UserError for another schema: a copy has what the database has, where it has it. */
function copyUrl({ DATABASE_URL, DATABASE_READ_URL }: StoreConfig): string | undefined {
  if (DATABASE_READ_URL === undefined) return undefined;
  const [own, copied] = [readDatabaseUrl(DATABASE_URL).schema, readDatabaseUrl(DATABASE_READ_URL).schema];
  if (own !== copied)
    throw new UserError(`DATABASE_READ_URL: expected schema=${own}, as DATABASE_URL has it, got another schema.`);
  return DATABASE_READ_URL;
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
