import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool, type RequestPool } from '../../postgres/pool.ts';
import { type Path, startPath } from '@commerce/testkit/path';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { withTimeLeft } from '@commerce/testkit/with-time-left';

// The embedded database has one session.
const SIZE = storeServers().postgres ? 4 : 1;
const TOO_LATE = { kind: 'DeadlineExceeded', fields: [] };

let database: TestDatabase;
let path: Path;
let pool: RequestPool;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  path = await startPath(new URL(database.url).host);
  pool = createPool({ store: 'shop', url: urlBy(path), size: SIZE });
  await Promise.all(callsWith(PATIENCE_MS));
  path.lose('present');
});
afterEach(async () => {
  await pool.end();
  await path.stop();
});

/** As many calls at once as there are connections. */
function callsWith(ms: number, used = pool) {
  return Array.from({ length: SIZE }, () => withTimeLeft(ms, async () => await used.query('SELECT 1')));
}

test('calls on connections that were lost end at their deadline, and the next ones get new connections', async () => {
  const refused = callsWith(500).map(refusalOf);
  expect(await Promise.all(refused)).toEqual(Array.from({ length: SIZE }, () => TOO_LATE));
  await Promise.all(callsWith(PATIENCE_MS));
});

test('one call that finds the path lost is enough: no other tries the connections that there were', async () => {
  expect(await refusalOf(withTimeLeft(500, async () => await pool.query('SELECT 1')))).toEqual(TOO_LATE);
  await Promise.all(callsWith(PATIENCE_MS));
});

test('a look finds the path lost before any call does', async () => {
  expect(await pool.look()).toBeUndefined();
  await Promise.all(callsWith(PATIENCE_MS));
});

test('a transaction that loses its connection is over, and the next one works', async () => {
  const inTransaction = async () => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
  expect(await refusalOf(withTimeLeft(500, inTransaction))).toEqual(TOO_LATE);
  await withTimeLeft(PATIENCE_MS, inTransaction);
});

test('while nobody answers new connections, calls are refused at once, until a look gets one', async () => {
  path.lose('all');
  const late = createPool({ store: 'shop', url: urlBy(path), size: SIZE });
  await expect(late.look()).rejects.toThrow('timeout');
  const tried = path.connections();
  const unavailable = Array.from({ length: SIZE }, () => ({ kind: 'Unavailable', fields: [] }));
  expect(await Promise.all(callsWith(PATIENCE_MS, late).map(refusalOf))).toEqual(unavailable);
  expect(path.connections()).toBe(tried);
  path.restore();
  await late.look();
  await Promise.all(callsWith(PATIENCE_MS, late));
  await late.end();
});

/** The database's URL, by a path. */
function urlBy({ address }: Path): string {
  const url = new URL(database.url);
  url.host = address;
  return url.href;
}
