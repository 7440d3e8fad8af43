import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callContext } from '../../call-context.ts';
import { createPool, type RequestPool } from '../../postgres/pool.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { hasPgBouncer, startPgBouncer } from '@commerce/testkit/stores/pgbouncer';
import { type Pooler, startPooler } from '@commerce/testkit/stores/pooler';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';

const TOO_LATE = { kind: 'DeadlineExceeded', fields: [] };
const GONE = { kind: 'Cancelled', fields: [] };
const isOnServer = storeServers().postgres !== undefined;

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await directly('CREATE TABLE stock (id int PRIMARY KEY, units int)');
});
afterAll(() => database.stop());

/** Asks the server itself. */
async function directly(text: string): Promise<object[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    return (await client.query<object>(text)).rows;
  } finally {
    await client.end();
  }
}

/** How many sessions run this statement. */
async function running(text: string): Promise<number> {
  return (
    await directly(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'active' AND query = '${text}'`,
    )
  ).length;
}

const startPgBouncerAsPooler = async (url: string, size: number): Promise<Pooler> => {
  const server = await startPgBouncer(url, size);
  return { ...server, cancels: () => 0 };
};

describe.each([
  ['a stand-in', true, (url: string, size: number) => startPooler(url, { size })],
  // On the embedded database it would be the only client.
  ['PgBouncer', isOnServer && hasPgBouncer(), startPgBouncerAsPooler],
] as const)('behind a transaction pooler, %s,', (poolerName, isThere, start) => {
  describe.runIf(isThere)('with one session for all', () => {
    let pooler: Pooler;
    let [one, two]: RequestPool[] = [];
    beforeAll(async () => {
      pooler = await start(database.url, 1);
    });
    afterAll(() => pooler.stop());
    beforeEach(async () => {
      [one, two] = [1, 2].map(() => createPool({ store: 'shop', url: `${pooler.url}&pgbouncer=true`, size: 1 }));
      await one?.query('TRUNCATE stock');
    });
    afterEach(() => Promise.all([one?.end(), two?.end()]));

    const query = async (pool: RequestPool | undefined, text: string, values: unknown[] = []) =>
      (await pool?.query<Record<string, unknown>>(text, values))?.rows[0];

    test('a statement has the settings of a core, and leaves none of them to others', async () => {
      const show = `SELECT ${['TimeZone', 'lock_timeout', 'idle_in_transaction_session_timeout', 'search_path', 'statement_timeout'].map((name) => `current_setting('${name}') AS "${name}"`).join()}`;
      const own = await withTimeLeft(PATIENCE_MS, () => query(one, show));
      const settings = { TimeZone: 'UTC', lock_timeout: '8s', idle_in_transaction_session_timeout: '5s' };
      expect(own).toMatchObject({ ...settings, search_path: 'public' });
      expect(own?.['statement_timeout']).not.toBe('0');
      const other = new pg.Client(pooler.url);
      await other.connect();
      expect((await other.query(show)).rows[0]).toMatchObject({ lock_timeout: '0', statement_timeout: '0' });
      await other.end();
    });

    test("one request's time is not another's", async () => {
      const slow = () => withTimeLeft(PATIENCE_MS, () => query(two, 'SELECT pg_sleep(1)'));
      expect(await slow()).toBeDefined();
      await withTimeLeft(400, () => query(one, 'SELECT 1')).catch(() => {});
      expect(await slow()).toBeDefined();
    });

    test('values, and what a statement answers, come through', async () => {
      expect(await query(one, 'SELECT $1::int + 1 AS sum', [41])).toEqual({ sum: 42 });
    });

    test('a statement that fails says why, does nothing, and costs no connection', async () => {
      await expect(query(one, 'SELECT nonsense')).rejects.toMatchObject({ code: '42703' });
      expect(await query(one, 'SELECT count(*)::int AS stored FROM stock')).toEqual({ stored: 0 });
      expect(one?.totalCount).toBe(1);
    });

    test('a transaction is one: what it wrote is there after its end, or never', async () => {
      const write = async (end: string) => {
        const client = await one?.connect();
        await client?.query('BEGIN');
        await client?.query('INSERT INTO stock VALUES ($1, 1)', [end.length]);
        expect((await client?.query('SHOW lock_timeout'))?.rows).toEqual([{ lock_timeout: '8s' }]);
        await client?.query(end);
        client?.release();
      };
      await write('ROLLBACK');
      expect(await query(two, 'SELECT count(*)::int AS stored FROM stock')).toEqual({ stored: 0 });
      await write('COMMIT');
      expect(await query(two, 'SELECT count(*)::int AS stored FROM stock')).toEqual({ stored: 1 });
    });

    // The embedded database ends no statement at its time.
    test.runIf(isOnServer)(
      'a statement ends at its deadline, by its own limit and by nobody who cancels it',
      async () => {
        expect(await refusalOf(withTimeLeft(300, () => query(one, 'SELECT pg_sleep(300)')))).toEqual(TOO_LATE);
        expect(await withTimeLeft(PATIENCE_MS, () => query(two, 'SELECT 1 AS free'))).toEqual({ free: 1 });
        expect(pooler.cancels()).toBe(0);
      },
    );
  });

  describe.runIf(isThere && isOnServer)('with several', () => {
    test('a caller who leaves ends no statement of another, and costs one connection', async () => {
      const pooler = await start(database.url, 4);
      const pool = createPool({ store: 'shop', url: `${pooler.url}&pgbouncer=true`, size: 4 });
      // Of a name of its own: the server goes on with the one of the test before.
      const longSleep = `SELECT pg_sleep(300) AS "${poolerName}"`;
      let connections = 0;
      pool.on('connect', () => (connections += 1));
      const sleep = (seconds: number) =>
        withTimeLeft(PATIENCE_MS, async () => await pool.query('SELECT pg_sleep($1)', [seconds]));
      try {
        await Promise.all([0.2, 0.2, 0.2, 0.2].map(sleep));
        const { context, cancel, close } = openTestCall(PATIENCE_MS);
        const gone = refusalOf(callContext.run(context, async () => await pool.query(longSleep)));
        await expect.poll(() => running(longSleep)).toBe(1);
        const others = [1.5, 1.5].map(sleep);
        cancel();
        expect(await gone).toEqual(GONE);
        close();
        await Promise.all(others);
        await Promise.all([0.2, 0.2, 0.2, 0.2].map(sleep));
        expect(connections).toBe(5);
        expect(pooler.cancels()).toBe(0);
      } finally {
        await pool.end();
        await pooler.stop();
      }
    });
  });
});
