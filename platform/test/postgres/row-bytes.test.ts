import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { MAX_REQUEST_BYTES } from '../../byte-budget.ts';
import { createPool, type RequestPool } from '../../postgres/pool.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { withTimeLeft } from '@commerce/testkit/with-time-left';

const TOO_LARGE = { kind: 'ResourceExhausted', reason: 'RESPONSE_TOO_LARGE', fields: [] };

let database: TestDatabase;
let pool: RequestPool;
let sockets: Socket[];
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(() => {
  sockets = [];
  pool = createPool({ store: 'shop', url: database.url, size: 1 });
  pool.on('connect', (client) => sockets.push(client.connection.stream as Socket));
});
afterEach(() => pool.end());

const bytesRead = () => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);

test.each([
  ['many rows', `SELECT repeat('x', 100000) FROM generate_series(1, 1000)`],
  ['one row', `SELECT repeat('x', 100000000)`],
])('of 100 MB in %s no more than the request may hold is read', async (_what, text) => {
  const call = withTimeLeft(PATIENCE_MS, async () => await pool.query(text));
  expect(await refusalOf(call)).toEqual(TOO_LARGE);
  expect(bytesRead()).toBeGreaterThan(MAX_REQUEST_BYTES);
  expect(bytesRead()).toBeLessThan(1.5 * MAX_REQUEST_BYTES);
});

test('the statements of one request count together, and those of the next begin anew', async () => {
  const text = `SELECT repeat('x', 100000) FROM generate_series(1, 50)`;
  const twice = async () => {
    await pool.query(text);
    await pool.query(text);
  };
  await withTimeLeft(PATIENCE_MS, async () => await pool.query(text));
  expect(await refusalOf(withTimeLeft(PATIENCE_MS, twice))).toEqual(TOO_LARGE);
  await withTimeLeft(PATIENCE_MS, async () => await pool.query(text));
});

test('what no request reads is not counted', async () => {
  const { rowCount } = await pool.query(`SELECT repeat('x', 100000) FROM generate_series(1, 100)`);
  expect(rowCount).toBe(100);
});
