import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { openExplainedPool } from '@commerce/testkit/stores/query-plans';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { deleteOldRequests } from '../../postgres/delete-old-requests.ts';
import { migrate } from '../../postgres/migrate.ts';
import { createPool } from '../../postgres/pool.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const ACCOUNT = {
  name: 'account',
  prismaFolder: join(import.meta.dirname, '../../../subgraphs/account/core/prisma'),
};
const { postgres: server } = storeServers();

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await startTestDatabase();
  await migrate(database.url, ACCOUNT);
  pool = createPool({ store: 'shop', url: database.url, size: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});
beforeEach(() => pool.query('TRUNCATE requests'));

/** Keys named by how many days they are old, as the database counts. */
async function addKeys(...days: number[]): Promise<void> {
  await pool.query(
    `INSERT INTO requests (id, method, fingerprint, resource_id, created_at)
     SELECT day, 'CreateAccount', '', '${randomUUID()}', now() - make_interval(secs => day::double precision * 86400)
     FROM unnest($1::text[]) AS day`,
    [days.map(String)],
  );
}

async function keys(): Promise<number[]> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM requests ORDER BY created_at DESC');
  return rows.map(({ id }) => Number(id));
}

test('what is older goes, what is younger stays', async () => {
  await addKeys(0, 1, 6.99, 7.01, 8, 400);
  expect(await deleteOldRequests(pool, WEEK_MS, 100)).toBe(3);
  expect(await keys()).toEqual([0, 1, 6.99]);
  expect(await deleteOldRequests(pool, WEEK_MS, 100)).toBe(0);
});

test('no more go at once than may, the oldest first', async () => {
  await addKeys(8, 12, 9, 11, 10);
  expect(await deleteOldRequests(pool, WEEK_MS, 2)).toBe(2);
  expect(await keys()).toEqual([8, 9, 10]);
  expect(await deleteOldRequests(pool, WEEK_MS, 2)).toBe(2);
  expect(await deleteOldRequests(pool, WEEK_MS, 2)).toBe(1);
});

test('it leaves nothing in the session: neither its limit nor a transaction', async () => {
  await addKeys(8);
  await deleteOldRequests(pool, WEEK_MS, 100);
  // None, as outside every request.
  expect((await pool.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '0' }]);
  const { rows } = await pool.query('SELECT now() = statement_timestamp() AS outside');
  expect(rows).toEqual([{ outside: true }]);
});

test('a core that dies in a batch leaves all of it, and the next core deletes it', async () => {
  await addKeys(8, 9, 10);
  const dying = createPool({ store: 'shop', url: database.url, size: 1 });
  dying.on('connect', (client) => {
    const query = client.query.bind(client);
    client.query = ((text: unknown, ...values: []) => {
      // All is done but the commit.
      if (text === 'COMMIT') client.connection.stream.destroy();
      return query(text as string, ...values);
    }) as typeof client.query;
  });
  await expect(deleteOldRequests(dying, WEEK_MS, 100)).rejects.toMatchObject({ name: 'Error' });
  await dying.end();
  await expect.poll(() => deleteOldRequests(pool, WEEK_MS, 100)).toBe(3);
  expect(await keys()).toEqual([]);
});

// The embedded database has one session, and tells no plans.
describe.runIf(server)('on a server', () => {
  let other: pg.Client;
  beforeEach(async () => {
    other = new pg.Client(database.url);
    await other.connect();
    await other.query('BEGIN');
    return () => other.end();
  });

  test('cores that delete at once pass over what the other deletes', async () => {
    await addKeys(8, 9, 10, 11);
    await other.query("DELETE FROM requests WHERE id IN ('10', '11')");
    expect(await deleteOldRequests(pool, WEEK_MS, 2)).toBe(2);
    await other.query('COMMIT');
    expect(await keys()).toEqual([]);
  });

  test('a database that keeps it waiting ends it, and the connection is as good as before', async () => {
    await addKeys(8);
    await other.query('LOCK TABLE requests IN SHARE MODE');
    await expect(deleteOldRequests(pool, WEEK_MS, 100)).rejects.toMatchObject({ code: '57014' });
    expect(await keys()).toEqual([8]);
    await other.query('COMMIT');
    expect(await deleteOldRequests(pool, WEEK_MS, 100)).toBe(1);
  });

  test('no batch reads the table from end to end', async () => {
    const url = await createDatabase(server ?? '', `old-requests-${randomUUID()}`);
    await migrate(url, ACCOUNT);
    const explained = await openExplainedPool(url);
    await explained.pool.query(`
      INSERT INTO requests (id, method, fingerprint, resource_id, created_at)
      SELECT n, 'CreateAccount', '', '${randomUUID()}', now() - make_interval(mins => n)
      FROM generate_series(1, 20000) AS n`);
    // As it was filled, and as PostgreSQL knows it.
    for (const statement of ['SELECT 1', 'ANALYZE requests']) {
      await explained.pool.query(statement);
      const plans = await explained.plansOf(() => deleteOldRequests(explained.pool, WEEK_MS, 100));
      const plan = plans.find((text) => text.includes('Delete on requests'));
      expect(plan).toContain('Index Scan using requests_created_at_idx');
      expect(plan).toContain('Tid Scan');
      expect(plan).not.toContain('Seq Scan');
    }
    await explained.pool.end();
  });
});
