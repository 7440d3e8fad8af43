import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startEmbeddedPostgres } from '@commerce/embedded-postgres/embedded-postgres';
import { copyDatabase } from '@commerce/embedded-postgres/empty-database';
import { createDatabase } from './postgres-server.ts';
import { storeServers } from './servers.ts';

export interface TestDatabase {
  url: string;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

/**
 * An empty PostgreSQL database for the tests of one file, embedded or on the server of TEST_POSTGRES=1; use it through
 * a pool of one connection.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const { postgres: server } = storeServers();
  if (server) return { url: await createDatabase(server, `test-${randomUUID()}`), stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'commerce-database-'));
  copyDatabase(inject('databaseTemplate'), dataDir);
  const database = await startEmbeddedPostgres(dataDir);
  return {
    url: database.url,
    async stop() {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
