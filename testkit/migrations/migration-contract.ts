import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Domain } from '@commerce/platform/domain';
import { migrate } from '@commerce/platform/postgres/migrate';
import { createDatabase } from '../stores/postgres-server.ts';
import { storeServers } from '../stores/servers.ts';
import { startTestDatabase, type TestDatabase } from '../stores/test-database.ts';
import { schemaDifference } from './schema-difference.ts';

/** How a database of an earlier version of a domain is filled and written. */
export interface EarlierVersion {
  /** The table that cores write. */
  table: string;
  /** Statements that put some rows in, as a core of any version could. */
  fill: string;
  /** What a core does all the time meanwhile. */
  write: string;
  /** Asks what must be empty in the end. */
  wrong?: string;
}

/** What every domain's migrations are held to. */
export function migrationContract(domain: Pick<Domain, 'name' | 'prismaFolder'>, earlier: EarlierVersion): void {
  describe('the migrations', () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await startTestDatabase();
    });
    afterAll(() => database.stop());

    test('make what schema.prisma says: else run `npm run migration`', async () => {
      // They may make more: what Prisma has no words for, and what is taken away in the next version.
      expect((await schemaDifference(database.url, domain)).missing).toEqual([]);
    });
  });

  const { postgres: server = '' } = storeServers();
  const folders = readdirSync(join(domain.prismaFolder, 'migrations'), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const earlierOnes = names.toSorted().slice(0, -1);
  // The embedded database has one session: there nobody writes while it is migrated.
  describe.runIf(server && earlierOnes.length > 0)('a filled database, written and read meanwhile, is migrated', () => {
    test.each(earlierOnes)('from %s on', async (last) => {
      const url = await createDatabase(server, `migrations-${randomUUID()}`);
      await migrateTo(last, url, domain);
      await expect(migrateWhileUsed(url, domain, earlier)).resolves.toBeUndefined();
    });
  });
}

/** Migrates a database to what it was with a migration as the last one. */
export async function migrateTo(
  last: string,
  url: string,
  { name, prismaFolder }: Pick<Domain, 'name' | 'prismaFolder'>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-earlier-'));
  const filter = (source: string) => (/\/migrations\/(\d\w+)/.exec(source)?.[1] ?? '') <= last;
  await cp(prismaFolder, folder, { recursive: true, filter });
  await migrate(url, { name, prismaFolder: folder });
  await rm(folder, { recursive: true });
}

/**
 * A statement that waits for its lock for as long as somebody reads would hold up all writers behind it. The reader here does not
 * end before they went on: whoever held them up for it would do so for good, and their own limit says so.
 */
async function migrateWhileUsed(
  url: string,
  domain: Pick<Domain, 'name' | 'prismaFolder'>,
  { table, fill, write, wrong = 'SELECT WHERE false' }: EarlierVersion,
): Promise<void> {
  const [reader, writer] = [new pg.Client(url), new pg.Client(url)];
  await Promise.all([reader.connect(), writer.connect()]);
  const over = new AbortController();
  let rounds = 0;
  const writeOn = async () => {
    for (; !over.signal.aborted; rounds += 1) await writer.query(write);
  };
  try {
    await writer.query(fill);
    await writer.query(`SET lock_timeout = ${WRITER_MS}`);
    const writing = writeOn();
    await reader.query(`BEGIN; SELECT * FROM ${table} LIMIT 1`);
    let retries = 0;
    let isMigrated = false;
    const migrating = migrate(url, domain, () => (retries += 1)).finally(() => (isMigrated = true));
    // A writer that fails ends the test; until then it gives way, or nothing in it needs the table.
    const unlessStopped = (condition: Promise<void>) => Promise.race([condition, writing]);
    await unlessStopped(until(() => retries > 1 || isMigrated));
    const before = rounds;
    await unlessStopped(until(() => rounds > before + 3));
    await reader.query('COMMIT');
    await migrating;
    over.abort();
    await writing;
    expect(await migrate(url, domain)).toEqual([]);
    expect((await reader.query(wrong)).rows).toEqual([]);
  } finally {
    over.abort();
    await Promise.all([reader.end(), writer.end()]);
  }
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds).toBe(true);
}

/** Far above what a migration waits for a lock, half a second. */
const WRITER_MS = 10_000;
