import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilReached } from '../../postgres/migrate/until-reached.ts';
import { freePort } from '@commerce/testkit/free-port';
import { startPath } from '@commerce/testkit/path';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

const answers = async (url: string) => {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('SELECT 1');
  await client.end();
};

/** The database's URL by another port of this machine. */
function urlBy(port: number): string {
  const url = new URL(database.url);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

test('a database that nobody lets through to yet is waited for', async () => {
  const port = await freePort();
  const answered = untilReached(urlBy(port), PATIENCE_MS).then(() => answers(urlBy(port)));
  await wait(600);
  const path = await startPath(new URL(database.url).host, port);
  await expect(answered).resolves.toBeUndefined();
  await path.stop();
});

test('one that is not there is waited for no longer than the limit, and whoever connects then says so', async () => {
  const url = urlBy(await freePort());
  const begun = performance.now();
  await untilReached(url, 600);
  expect(performance.now() - begun).toBeGreaterThan(300);
  // Less than without a limit of its own.
  expect(performance.now() - begun).toBeLessThan(9_000);
  await expect(answers(url)).rejects.toThrow('ECONNREFUSED');
});

test('what no wait mends is not waited for', async () => {
  const url = new URL(database.url);
  url.searchParams.set('pgbouncer', 'true');
  const begun = performance.now();
  await untilReached(url.href, PATIENCE_MS);
  expect(performance.now() - begun).toBeLessThan(PATIENCE_MS / 2);
});
