import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrate, resolveMigration } from '../../postgres/migrate.ts';
import { listMigrations } from '../../postgres/migrate/migrations.ts';
import { UserError } from '../../errors/user-error.ts';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';

const FIRST = '20261123000001_create_accounts';
const BROKEN = '20270101000000_broken';
const NEXT = '20270102000000_next';
const SUBGRAPHS = join(import.meta.dirname, '../../../subgraphs');
const ACCOUNTS = join(SUBGRAPHS, 'account/core/prisma');
const ALL = (await listMigrations(ACCOUNTS)).map(({ name }) => name);
const INDEX = '-- migrate: outside a transaction\nCREATE INDEX CONCURRENTLY "accounts_name_idx" ON "accounts"("name");';

let database: TestDatabase;
/** A copy of the account domain's schema and migrations. */
let folder: string;
let account: { name: string; prismaFolder: string };
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  await query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  folder = await mkdtemp(join(tmpdir(), 'commerce-migrate-'));
  await cp(ACCOUNTS, folder, { recursive: true });
  account = { name: 'account', prismaFolder: folder };
});
afterEach(() => rm(folder, { recursive: true }));

const run = () => migrate(database.url, account);
const failure = async () => String(await run().catch((error: unknown) => error));

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, 'migrations', name), { recursive: true });
  await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
}

async function query<Row extends object>(sql: string): Promise<Row[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function recorded(): Promise<string[]> {
  const sql = 'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY started_at';
  return (await query<{ name: string }>(sql)).map(({ name }) => name);
}

/** As Prisma's own command leaves one that failed half-way. */
async function leaveHalfDone(name: string): Promise<void> {
  await query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES (gen_random_uuid(), 'x', '${name}', 'broke')`,
  );
}

async function tables(): Promise<string[]> {
  const rows = await query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
  return rows.map(({ name }) => name);
}

test('applies the migrations in the order of their names and records them; again, it changes nothing', async () => {
  expect(await run()).toEqual(ALL);
  expect(await recorded()).toEqual(ALL);
  expect(await run()).toEqual([]);
  expect(await recorded()).toEqual(ALL);
});

test('applies only what is new, and keeps the data', async () => {
  await run();
  await addMigration('20270101000000_fill', `INSERT INTO accounts (id, name) VALUES (gen_random_uuid(), 'Ada')`);
  await addMigration('20270102000000_read', 'SELECT 1 / count(*) FROM accounts');
  expect(await run()).toEqual(['20270101000000_fill', '20270102000000_read']);
});

test('two runs at once apply everything once', async () => {
  const [one, other] = await Promise.all([run(), run()]);
  expect([...one, ...other].toSorted()).toEqual(ALL);
  expect(await recorded()).toEqual(ALL);
});

describe('a migration that was changed after it was applied', () => {
  const edit = () => appendFile(join(folder, 'migrations', FIRST, 'migration.sql'), '\nDROP TABLE accounts;');

  test('stops everything', async () => {
    await run();
    await edit();
    const failed = await run().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UserError);
    expect(String(failed)).toContain(`Cannot migrate the account database: changed after they were applied: ${FIRST}.`);
  });

  test('is taken when what was applied is named beside it', async () => {
    await run();
    const [applied] = await query<{ checksum: string }>(
      `SELECT checksum FROM _prisma_migrations WHERE migration_name = '${FIRST}'`,
    );
    await edit();
    await writeFile(join(folder, 'migrations', FIRST, 'earlier-checksums.txt'), `${applied?.checksum}  was milder\n`);
    expect(await run()).toEqual([]);
  });
});

describe('a migration that fails', () => {
  test('is named with its line and the command that goes on; it leaves nothing, and nothing after it is applied', async () => {
    await addMigration(BROKEN, 'CREATE TABLE left_over (id int);\n\nSELECT * FROM nowhere;');
    await addMigration(NEXT, 'CREATE TABLE next (id int);');
    expect(await failure()).toContain(
      `${BROKEN} (line 3): relation "nowhere" does not exist\nNothing of it was applied: mend the cause, or the migration, and run \`npm run migrate -- account\` again.`,
    );
    expect(await recorded()).toEqual(ALL);
    expect(await tables()).not.toContain('left_over');
    const logs = `SELECT logs, rolled_back_at IS NOT NULL AS gone FROM _prisma_migrations WHERE migration_name = '${BROKEN}'`;
    expect(await query(logs)).toEqual([{ logs: 'relation "nowhere" does not exist', gone: true }]);
  });

  test('runs again when it was corrected', async () => {
    await addMigration(BROKEN, 'SELECT * FROM nowhere;');
    await failure();
    await addMigration(BROKEN, 'CREATE TABLE nowhere (id int);');
    expect(await run()).toEqual([BROKEN]);
    expect(await run()).toEqual([]);
  });
});

describe('a migration that began and did not end', () => {
  beforeEach(async () => {
    await run();
    await addMigration(BROKEN, 'CREATE TABLE broken (id int);');
    await leaveHalfDone(BROKEN);
  });

  test('is named with what to do', async () => {
    expect(await failure()).toContain(
      `${BROKEN} began and did not end. Look what it left in the database; then \`npm run migrate -- account --resolve ${BROKEN} --rolled-back\` lets it run again`,
    );
  });

  test('runs again once it is said to be rolled back', async () => {
    await resolveMigration(database.url, account, BROKEN, 'rolled-back');
    expect(await run()).toEqual([BROKEN]);
  });

  test('counts as done once it is said to be applied', async () => {
    await resolveMigration(database.url, account, BROKEN, 'applied');
    expect(await run()).toEqual([]);
    expect(await tables()).not.toContain('broken');
    expect(await recorded()).toEqual([...ALL, BROKEN]);
  });

  test('is no other than it', async () => {
    const resolve = (name: string, outcome: 'applied' | 'rolled-back') =>
      resolveMigration(database.url, account, name, outcome);
    await expect(resolve('20270101000000_other', 'applied')).rejects.toThrow('the account domain has no migration');
    await expect(resolve(FIRST, 'rolled-back')).rejects.toThrow(`${FIRST} is applied already`);
    await addMigration(NEXT, 'SELECT 1');
    await expect(resolve(NEXT, 'rolled-back')).rejects.toThrow(`${NEXT} has not failed half-way`);
  });
});

describe('a database that is not this domain’s', () => {
  test('is refused when it holds another domain’s migrations, and keeps its tables', async () => {
    await run();
    const order = { name: 'order', prismaFolder: join(SUBGRAPHS, 'order/core/prisma') };
    await expect(migrate(database.url, order)).rejects.toThrow(
      `Cannot migrate the order database: the database holds another domain's tables: it had ${FIRST}`,
    );
    expect(await tables()).not.toContain('orders');
  });

  test('is refused when it has tables that nobody knows, until somebody says what they are', async () => {
    await query('CREATE TABLE accounts (id int)');
    expect(await failure()).toContain('has tables (accounts) and no record of migrations');
    await resolveMigration(database.url, account, FIRST, 'applied');
    expect(await recorded()).toEqual([FIRST]);
  });

  test('is not one of a newer version that was taken back', async () => {
    await addMigration(NEXT, 'SELECT 1');
    await run();
    await rm(join(folder, 'migrations', NEXT), { recursive: true });
    expect(await run()).toEqual([]);
  });
});

describe('outside a transaction', () => {
  test('an index is made concurrently', async () => {
    await addMigration(NEXT, INDEX);
    expect(await run()).toEqual([...ALL, NEXT]);
    expect(await query(`SELECT 1 FROM pg_indexes WHERE indexname = 'accounts_name_idx'`)).toHaveLength(1);
  });

  test('an index that a failed attempt left is made again, without a word from anybody', async () => {
    await run();
    await query(`INSERT INTO accounts (id, name) VALUES (gen_random_uuid(), 'Ada'), (gen_random_uuid(), 'Ada')`);
    await addMigration(NEXT, INDEX.replace('CREATE INDEX', 'CREATE UNIQUE INDEX'));
    const valid = `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'accounts_name_idx'::regclass`;
    expect(await failure()).toContain(
      `${NEXT}: could not create unique index "accounts_name_idx"\nWhat it has done so far stays`,
    );
    expect(await query(valid)).toEqual([{ valid: false }]);
    await query(`UPDATE accounts SET name = id::text`);
    expect(await run()).toEqual([NEXT]);
    expect(await query(valid)).toEqual([{ valid: true }]);
    expect(await recorded()).toEqual([...ALL, NEXT]);
  });

  test('an index that a killed run had made already is kept', async () => {
    await run();
    await addMigration(NEXT, INDEX);
    await query('CREATE INDEX "accounts_name_idx" ON "accounts"("name")');
    await leaveHalfDone(NEXT);
    expect(await run()).toEqual([NEXT]);
  });

  test('nothing else is run, and an unknown manner is refused', async () => {
    await addMigration(NEXT, '-- migrate: outside\nSELECT 1');
    expect(await failure()).toContain(
      `${NEXT} says "-- migrate: outside": expected "outside a transaction" or "in batches"`,
    );
  });
});

describe('in batches', () => {
  const BATCHES = `-- migrate: in batches
    UPDATE accounts SET version = 10 / (CASE name WHEN 'bad' THEN 0 ELSE 1 END)
    WHERE id IN (SELECT id FROM accounts WHERE version = 1 ORDER BY name DESC LIMIT 2)`;
  const changed = `SELECT count(*)::int AS count FROM accounts WHERE version = 10`;
  beforeEach(async () => {
    await run();
    await query(`INSERT INTO accounts (id, name) SELECT gen_random_uuid(), n::text FROM generate_series(1, 5) n`);
    await addMigration(NEXT, BATCHES);
  });

  test('all rows are changed, and it says how far it is', async () => {
    const news: string[] = [];
    await migrate(database.url, account, (_, what) => news.push(what));
    expect(news).toEqual(['2 rows', '4 rows', '5 rows']);
    expect(await query(changed)).toEqual([{ count: 5 }]);
  });

  test('what fails keeps the batches before, and goes on from there', async () => {
    await query(`INSERT INTO accounts (id, name) VALUES (gen_random_uuid(), 'bad')`);
    await query(`UPDATE accounts SET name = 'z' || name WHERE name IN ('4', '5')`);
    expect(await failure()).toContain(
      `${NEXT}: division by zero\nWhat it has done so far stays, and it goes on from there`,
    );
    expect(await query(changed)).toEqual([{ count: 2 }]);
    await query(`DELETE FROM accounts WHERE name = 'bad'`);
    expect(await run()).toEqual([NEXT]);
    expect(await query(changed)).toEqual([{ count: 5 }]);
  });
});

const { postgres: server } = storeServers();

// The embedded database has one session: nobody can hold there what another one wants.
describe.runIf(server)('beside others, on a server', () => {
  test('gives way again and again to whoever holds a table, and says so', async () => {
    await run();
    await addMigration(NEXT, 'ALTER TABLE accounts ADD COLUMN note TEXT');
    const holder = new pg.Client(database.url);
    await holder.connect();
    try {
      await holder.query('BEGIN; SELECT * FROM accounts');
      const attempts: string[] = [];
      const applied = await migrate(database.url, account, (_, news) => {
        attempts.push(news);
        if (attempts.length === 2) void holder.query('COMMIT');
      });
      expect(applied).toEqual([NEXT]);
      expect(attempts.slice(0, 2)).toEqual([2, 3].map((n) => `others hold what it changes: attempt ${n} of 30`));
    } finally {
      await holder.end();
    }
  });

  test('two runs make one index', async () => {
    await run();
    await query(`INSERT INTO accounts (id, name) SELECT gen_random_uuid(), n::text FROM generate_series(1, 20000) n`);
    await addMigration(NEXT, INDEX);
    const ends = await Promise.all([run(), run()]);
    expect(ends.flat()).toContain(NEXT);
    expect(await recorded()).toEqual([...ALL, NEXT]);
    expect(
      await query(`SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'accounts_name_idx'::regclass`),
    ).toEqual([{ valid: true }]);
  });

  test('what Prisma’s own command does at the same time is waited for', async () => {
    await run();
    await addMigration(NEXT, 'SELECT 1');
    const prisma = new pg.Client(database.url);
    await prisma.connect();
    try {
      await prisma.query('SELECT pg_advisory_lock(72707369)');
      const running = run();
      await prisma.query('SELECT pg_sleep(0.3)');
      expect(await recorded()).toEqual(ALL);
      await prisma.query('SELECT pg_advisory_unlock(72707369)');
      expect(await running).toEqual([NEXT]);
    } finally {
      await prisma.end();
    }
  });
});

test('says in a few words that the database cannot be reached', async () => {
  const failed = await migrate('postgresql://postgres@127.0.0.1:1/postgres', account).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(UserError);
  expect(String(failed)).toContain('Cannot migrate the account database: connect ECONNREFUSED 127.0.0.1:1');
});

test('counts a file as Prisma does', async () => {
  await run();
  const rows = await query<{ checksum: string }>('SELECT checksum FROM _prisma_migrations ORDER BY migration_name');
  const sql = await readFile(join(folder, 'migrations', FIRST, 'migration.sql'));
  expect(rows[0]?.checksum).toBe(createHash('sha256').update(sql).digest('hex'));
});
