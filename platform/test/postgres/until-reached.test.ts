import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilReached } from '../../postgres/migrate/until-reached.ts';
import { freePort } from '@commerce/testkit/free-port';
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
  const { hostname, port } = new URL(database.url);
  const url = urlBy(await freePort());
  const way = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  const answered = untilReached(url, PATIENCE_MS).then(() => answers(url));
  await wait(600);
  way.listen(Number(new URL(url).port), '127.0.0.1');
  await expect(answered).resolves.toBeUndefined();
  way.close();
});

test('one that is not there is waited for no longer than the limit, and whoever connects then says so', async () => {
  const url = urlBy(await freePort());
  const begun = performance.now();
  await untilReached(url, 600);
  expect(performance.now() - begun).toBeGreaterThan(300);
  expect(performance.now() - begun).toBeLessThan(3_000);
  await expect(answers(url)).rejects.toThrow('ECONNREFUSED');
});

test('what no wait mends is not waited for', async () => {
  const url = new URL(database.url);
  url.searchParams.set('pgbouncer', 'true');
  const begun = performance.now();
  await untilReached(url.href, PATIENCE_MS);
  expect(performance.now() - begun).toBeLessThan(3_000);
});
