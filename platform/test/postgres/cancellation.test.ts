import dns from 'node:dns';
import { createServer, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { callContext } from '../../call-context.ts';
import { createPool, type RequestPool } from '../../postgres/pool.ts';
import { storeError } from '../../postgres/store-error.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';

type Done = (error: null, address: unknown, family?: number) => void;

const SIZE = 10;
const TOO_LATE = { kind: 'DeadlineExceeded', fields: [] };
const GONE = { kind: 'Cancelled', fields: [] };

// The embedded database has one session, and takes no cancellations.
describe.runIf(storeServers().postgres)('on a PostgreSQL server', () => {
  let database: TestDatabase;
  let pool: RequestPool;
  /** Looks at the server from outside. In a transaction it would see all the time what it saw first: it holds none. */
  let observer: pg.Client;
  /** Holds the lock that others wait for. */
  let holder: pg.Client;
  let sessions: number;
  beforeAll(async () => {
    database = await startTestDatabase();
    observer = new pg.Client(database.url);
    holder = new pg.Client(database.url);
    await Promise.all([observer.connect(), holder.connect()]);
    await observer.query('CREATE TABLE stock (id int PRIMARY KEY, units int); INSERT INTO stock VALUES (1, 10)');
  });
  afterAll(async () => {
    await Promise.all([observer.end(), holder.end()]);
    await database.stop();
  });
  beforeEach(() => {
    // A busy server may be slow to end what it was asked to: no session is to be taken for lost here.
    pool = createPool({ store: 'shop', url: database.url, size: SIZE, graceMs: PATIENCE_MS });
    sessions = 0;
    pool.on('connect', () => (sessions += 1));
  });
  afterEach(() => pool.end());

  async function running(): Promise<number> {
    const { rows } = await observer.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'commerce-shop' AND state <> 'idle'`,
    );
    return rows[0]?.count ?? -1;
  }

  const call = (text: string) => {
    const { context, cancel, close } = openTestCall(PATIENCE_MS);
    const outcome = refusalOf(callContext.run(context, async () => await pool.query(text)));
    return { cancel, outcome: outcome.finally(close) };
  };

  test('of thirty callers who have gone no statement runs on, and the sessions serve the next ones', async () => {
    const calls = Array.from({ length: 30 }, () => call('SELECT pg_sleep(300)'));
    await expect.poll(running).toBe(SIZE);
    for (const { cancel } of calls) cancel();
    expect(await Promise.all(calls.map(({ outcome }) => outcome))).toEqual(calls.map(() => GONE));
    await expect.poll(running).toBe(0);
    await Promise.all(calls.map(() => withTimeLeft(PATIENCE_MS, async () => await pool.query('SELECT 1'))));
    expect(sessions).toBe(SIZE);
  });

  test('a statement is cancelled where it runs, whatever other addresses its name has by then', async () => {
    const { port } = new URL(database.url);
    const asked: Socket[] = [];
    const other = createServer((socket) => asked.push(socket.on('error', () => {})));
    await new Promise<void>((listening) => other.listen(Number(port), '127.0.0.9', listening));
    let address = '127.0.0.1';
    const lookup = vi
      .spyOn(dns, 'lookup')
      .mockImplementation(((_name: string, { all }: dns.LookupOptions, done: Done) =>
        all ? done(null, [{ address, family: 4 }]) : done(null, address, 4)) as never);
    const named = createPool({ store: 'shop', url: database.url.replace('127.0.0.1', 'shop.test'), size: 2 });
    try {
      await named.query('SELECT 1');
      address = '127.0.0.9';
      expect(await refusalOf(withTimeLeft(500, async () => await named.query('SELECT pg_sleep(300)')))).toEqual(
        TOO_LATE,
      );
      await expect.poll(running).toBe(0);
      expect(asked).toEqual([]);
    } finally {
      await named.end();
      lookup.mockRestore();
      for (const socket of asked) socket.destroy();
      other.close();
    }
  });

  test('sixty calls behind a lock end at their deadline, and take no more sessions than there are', async () => {
    await holder.query('BEGIN; UPDATE stock SET units = 9 WHERE id = 1');
    const write = async () => await pool.query('UPDATE stock SET units = 8 WHERE id = 1');
    const calls = Array.from({ length: 60 }, () => refusalOf(withTimeLeft(2_500, write)));
    expect(await Promise.all(calls)).toEqual(calls.map(() => TOO_LATE));
    await expect.poll(running).toBe(0);
    await holder.query('ROLLBACK');
    await withTimeLeft(PATIENCE_MS, write);
    expect(sessions).toBe(SIZE);
  });

  test('a statement that waits for a lock for long ends while its caller waits, who may send it again', async () => {
    await holder.query('BEGIN; UPDATE stock SET units = 9 WHERE id = 1');
    const write = withTimeLeft(PATIENCE_MS, async () => await pool.query('UPDATE stock SET units = 8 WHERE id = 1'));
    const error: unknown = await write.catch((failure: unknown) => failure);
    await holder.query('ROLLBACK');
    expect(storeError('The shop store')(error)).toMatchObject({ kind: 'Unavailable', details: { retryable: true } });
  });

  test('a core that froze in a transaction keeps no other from writing', async () => {
    const frozen = createPool({ store: 'frozen', url: database.url, size: 1 });
    try {
      const client = await frozen.connect();
      await client.query('BEGIN');
      await client.query('UPDATE stock SET units = 9 WHERE id = 1');
      // It sends nothing more, and does not even learn that its session has ended.
      client.connection.stream.pause();
      await withTimeLeft(PATIENCE_MS, async () => await pool.query('UPDATE stock SET units = 7 WHERE id = 1'));
      client.connection.stream.resume();
      // When it comes to itself its transaction is over, and it says what that means.
      const late: unknown = await (async () => await client.query('COMMIT'))().catch((error: unknown) => error);
      expect(storeError('The shop store')(late)).toMatchObject({ kind: 'Unavailable' });
      client.release();
    } finally {
      await frozen.end();
    }
    expect((await observer.query('SELECT units FROM stock')).rows).toEqual([{ units: 7 }]);
  });
});
