import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { migrate } from '@commerce/platform/postgres/migrate';
import { startPostgresServer } from '@commerce/testkit/stores/postgres-server';
import pg from 'pg';

/**
 * How long a writer waits while a filled table is migrated and long queries hold it. Each migration is of one kind that this project
 * has: in a transaction, in batches, and outside a transaction.
 */
export async function migrationWaits(rows: number): Promise<void> {
  const server = await startPostgresServer();
  const prismaFolder = await mkdtemp(join(tmpdir(), 'commerce-migrations-'));
  const clients = Array.from({ length: WRITERS + 1 }, () => new pg.Client(server.url));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const [reader, ...writers] = clients;
    if (!reader) return;
    await addMigration(prismaFolder, FIRST);
    await migrate(server.url, { name: 'bench', prismaFolder });
    await reader.query(`INSERT INTO notes SELECT n, 'note ' || n FROM generate_series(1, ${rows}) AS n`);
    const show = (what: string, { longestMs, writes }: Waits, retries: number) =>
      console.log(`${longestMs.toFixed(0).padStart(8)} ms at most, of ${writes} writes, ${retries} retries: ${what}`);
    show('nothing is migrated', await whileWritten(writers, rows, () => wait(QUIET_MS)), 0);
    for (const migration of MIGRATIONS) {
      await addMigration(prismaFolder, migration);
      let retries = 0;
      const waits = await whileWritten(writers, rows, async () => {
        const over = new AbortController();
        const reading = readLong(reader, over.signal);
        await migrate(server.url, { name: 'bench', prismaFolder }, (_, news) => {
          if (!news.endsWith(' rows')) retries += 1;
        });
        over.abort();
        await reading;
      });
      show(migration.name.slice(15), waits, retries);
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await server.stop();
    await rm(prismaFolder, { recursive: true });
  }
}

const WRITERS = 4;
const QUIET_MS = 5_000;
/** Of a report, say: it holds its lock for so long, and comes again after as long. */
const QUERY_MS = 2_000;

interface Migration {
  name: string;
  sql: string;
}

const FIRST: Migration = {
  name: '20260101000001_create_notes',
  sql: 'CREATE TABLE notes (id INT PRIMARY KEY, text TEXT NOT NULL);',
};

const MIGRATIONS: Migration[] = [
  {
    name: '20260101000002_add_a_column_with_a_check',
    sql: "ALTER TABLE notes ADD COLUMN kind TEXT, ADD CONSTRAINT kind_known CHECK (kind <> '') NOT VALID;",
  },
  {
    name: '20260101000003_fill_it_in_batches',
    sql: `-- migrate: in batches
UPDATE notes SET kind = 'note' WHERE id IN (
  SELECT id FROM notes WHERE kind IS NULL ORDER BY id LIMIT 2000 FOR UPDATE SKIP LOCKED);`,
  },
  {
    name: '20260101000004_index_it_outside_a_transaction',
    sql: '-- migrate: outside a transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS notes_kind_idx ON notes(kind, id);',
  },
  { name: '20260101000005_validate_the_check', sql: 'ALTER TABLE notes VALIDATE CONSTRAINT kind_known;' },
  { name: '20260101000006_drop_a_column', sql: 'ALTER TABLE notes DROP COLUMN kind;' },
];

async function addMigration(prismaFolder: string, { name, sql }: Migration): Promise<void> {
  const folder = join(prismaFolder, 'migrations', name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(prismaFolder, 'migrations/migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(join(folder, 'migration.sql'), sql);
}

async function readLong(reader: pg.Client, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await reader.query(`SELECT pg_sleep(${QUERY_MS / 1_000}) FROM notes LIMIT 1`);
    await wait(QUERY_MS);
  }
}

interface Waits {
  longestMs: number;
  writes: number;
}

async function whileWritten(writers: pg.Client[], rows: number, work: () => Promise<void>): Promise<Waits> {
  const waits: Waits = { longestMs: 0, writes: 0 };
  const over = new AbortController();
  const writing = writers.map(async (writer, first) => {
    for (let id = first + 1; !over.signal.aborted; id = ((id + 7_919) % rows) + 1) {
      const began = performance.now();
      await writer.query("UPDATE notes SET text = 'changed' WHERE id = $1", [id]);
      waits.longestMs = Math.max(waits.longestMs, performance.now() - began);
      waits.writes += 1;
    }
  });
  try {
    await work();
  } finally {
    over.abort();
    await Promise.all(writing);
  }
  return waits;
}
