import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '../../postgres/pool.ts';
import { openStore } from '../../postgres/store.ts';
import { type Path, startPath } from '@commerce/testkit/path';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { withTimeLeft } from '@commerce/testkit/with-time-left';

let database: TestDatabase;
let path: Path;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  path = await startPath(new URL(database.url).host);
});
afterEach(() => path.stop());

test('a store is ready when its database answers, and waits for it by name when not', async () => {
  const config = { NODE_ENV: 'production', DATABASE_POOL_SIZE: 1 };
  const store = openStore({ name: 'shop', prismaFolder: '' }, { ...config, DATABASE_URL: database.url });
  expect(await store.waitsFor()).toEqual([]);
  await store.close();
  const lost = openStore(
    { name: 'shop', prismaFolder: '' },
    { ...config, DATABASE_URL: 'postgresql://127.0.0.1:1/shop' },
  );
  expect(await lost.waitsFor()).toEqual(['the shop store (connect ECONNREFUSED 127.0.0.1:1)']);
  await lost.close();
});

test('looks one after the other go over one connection', async () => {
  const pool = createPool({ store: 'shop', url: urlBy(path), size: 1 });
  for (let n = 0; n < 5; n += 1) await pool.look();
  await pool.end();
  expect(path.connections()).toBe(1);
});

test('a look at a database that has gone fails, and the next one when it is back does not', async () => {
  const pool = createPool({ store: 'shop', url: urlBy(path), size: 1 });
  await pool.look();
  const broke = once(pool, 'error');
  await path.stop();
  await broke;
  await expect(pool.look()).rejects.toThrow('ECONNREFUSED');
  await pool.end();
  path = await startPath(new URL(database.url).host);
  const back = createPool({ store: 'shop', url: urlBy(path), size: 1 });
  await back.look();
  await back.end();
});

// The embedded database has one session, which no look can pass.
test.runIf(storeServers().postgres)('a look passes whoever uses the pool and waits for it', async () => {
  const pool = createPool({ store: 'shop', url: urlBy(path), size: 2 });
  const clients = await Promise.all([pool.connect(), pool.connect()]);
  const waiting = withTimeLeft(PATIENCE_MS, async () => await pool.query('SELECT 1'));
  for (let n = 0; n < 5; n += 1) await pool.look();
  expect(path.connections()).toBe(3);
  for (const client of clients) client.release();
  await waiting;
  await pool.end();
});

/** The database's URL, by a path. */
function urlBy({ address }: Path): string {
  const url = new URL(database.url);
  url.host = address;
  return url.href;
}
