import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../postgres/migrate.ts';
import { listMigrations } from '../../postgres/migrations.ts';
import { UserError } from '../../errors/user-error.ts';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';

const FIRST = '20261123000001_create_accounts';
const ACCOUNTS = join(import.meta.dirname, '../../../subgraphs/account/core/prisma');
const ALL = (await listMigrations(ACCOUNTS)).map(({ name }) => name);

let database: TestDatabase;
/** A copy of the account domain's schema and migrations. */
let folder: string;
beforeEach(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'commerce-migrate-'));
  await cp(ACCOUNTS, folder, { recursive: true });
});
afterEach(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, 'migrations', name));
  await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
}

async function recorded(): Promise<string[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    const sql = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY started_at';
    return (await client.query<{ migration_name: string }>(sql)).rows.map((row) => row.migration_name);
  } finally {
    await client.end();
  }
}

test('applies the migrations in the order of their names and records them; again, it changes nothing', async () => {
  expect(await migrate(database.url, folder)).toEqual(ALL);
  expect(await recorded()).toEqual(ALL);
  expect(await migrate(database.url, folder)).toEqual([]);
  expect(await recorded()).toEqual(ALL);
});

test('applies only what is new, and keeps the data', async () => {
  await migrate(database.url, folder);
  await addMigration('20270101000000_fill', `INSERT INTO requests VALUES ('r', 'M', 'f', gen_random_uuid())`);
  await addMigration('20270102000000_read', 'SELECT 1 / count(*) FROM requests');
  expect(await migrate(database.url, folder)).toEqual(['20270101000000_fill', '20270102000000_read']);
});

test('does not start with a migration that was edited after it was applied', async () => {
  await migrate(database.url, folder);
  await appendFile(join(folder, 'migrations', FIRST, 'migration.sql'), '\nDROP TABLE accounts;');
  await expect(migrate(database.url, folder)).rejects.toThrow(
    new UserError(`Cannot migrate the database with ${folder}: changed after they were applied: ${FIRST}`),
  );
});

test('names the migration that fails, and does not go on after it', async () => {
  await addMigration('20270101000000_broken', 'SELECT * FROM nowhere;');
  const failure = await migrate(database.url, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(String(failure)).toMatch(/20270101000000_broken: [^]*nowhere$/);
  await addMigration('20270102000000_next', 'CREATE TABLE next (id int);');
  await expect(migrate(database.url, folder)).rejects.toThrow('20270101000000_broken');
  expect(await recorded()).toEqual(ALL);
});

test('says in a few words that the database cannot be reached', async () => {
  const failure = await migrate('postgresql://postgres@127.0.0.1:1/postgres', folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(String(failure)).toContain(`Cannot migrate the database with ${folder}: connect ECONNREFUSED`);
  expect(String(failure)).not.toMatch(/^\s+(at|\d+:) /m);
});
