import { openStore, type Store } from '@commerce/platform/postgres/store';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { afterAll, beforeAll, describe } from 'vitest';
import { createPostgresRepository } from '../core/postgres.ts';
import { catalog } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { repositoryContract } from './repository-contract.ts';
import { searchContract } from './search-contract.ts';

describe('the repository on PostgreSQL', () => {
  let database: TestDatabase;
  let store: Store;
  let db: PrismaClient;

  beforeAll(async () => {
    database = await startTestDatabase();
    // The embedded database takes one transaction at a time; on a server they meet.
    const size = storeServers().postgres ? 4 : 1;
    store = openStore(catalog, { NODE_ENV: 'test', DATABASE_URL: database.url, DATABASE_POOL_SIZE: size });
    await store.prepare();
    db = new PrismaClient({ adapter: store.adapter });
  });
  afterAll(async () => {
    await store.close();
    await database.stop();
  });

  const open = async () => {
    await db.$executeRaw`TRUNCATE products, search_words, requests`;
    return createPostgresRepository(db);
  };

  describe('stores', () => {
    repositoryContract(async () => ({
      repository: await open(),
      forgetKeys: store.forgetKeys,
      async makeOlder(days) {
        await db.$executeRaw`UPDATE requests SET created_at = created_at - make_interval(secs => ${days * 86_400})`;
      },
    }));
  });
  describe('finds', () => {
    searchContract(open);
  });
});
