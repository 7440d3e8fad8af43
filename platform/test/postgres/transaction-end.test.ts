import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { callContext } from '../../call-context.ts';
import { createPool, type RequestPool } from '../../postgres/pool.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';

let database: TestDatabase;
let pool: RequestPool;
let connections: number;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  // A busy server may be slow to roll back: no connection is to be taken for lost here.
  pool = createPool({ store: 'shop', url: database.url, size: 1, graceMs: PATIENCE_MS });
  connections = 0;
  pool.on('connect', () => (connections += 1));
  await pool.query('DROP TABLE IF EXISTS notes; CREATE TABLE notes (text text)');
});
afterEach(() => pool.end());

const notes = async () => (await pool.query('SELECT FROM notes')).rowCount;

/** Ways in which nobody waits for a request any more. */
const ENDS = {
  'its deadline has passed': [
    'DeadlineExceeded',
    ({ context }: ReturnType<typeof openTestCall>) => (context.deadline = 0),
  ],
  'its caller has gone': ['Cancelled', ({ cancel }: ReturnType<typeof openTestCall>) => cancel()],
} as const;

test.each(Object.entries(ENDS))('a transaction commits nothing when %s', async (_what, [kind, end]) => {
  const call = openTestCall(PATIENCE_MS);
  await callContext.run(call.context, async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query("INSERT INTO notes VALUES ('late')");
    end(call);
    const refused = { kind, fields: [] };
    expect(await refusalOf((async () => await client.query("INSERT INTO notes VALUES ('more')"))())).toEqual(refused);
    // As Prisma sends it; after an error it gives the connection back as it is.
    expect(await refusalOf((async () => await client.query({ text: 'COMMIT', values: [] }))())).toEqual(refused);
    client.release();
  });
  expect(await notes()).toBe(0);
  // The connection was left clean, and served on.
  expect(connections).toBe(1);
});

test('a transaction can be rolled back after the deadline', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query("INSERT INTO notes VALUES ('late')");
  await withTimeLeft(-1, async () => await client.query({ text: 'ROLLBACK', values: [] }));
  client.release();
  expect(await notes()).toBe(0);
  expect(connections).toBe(1);
});

test('a connection that is given back in a transaction is closed: nobody else takes part in it', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query("INSERT INTO notes VALUES ('left open')");
  client.release();
  expect(await notes()).toBe(0);
  expect(connections).toBe(2);
});

test('a statement that fails costs no connection', async () => {
  for (let n = 0; n < 3; n += 1) await expect(pool.query('SELECT 1 / 0')).rejects.toThrow('division by zero');
  expect(connections).toBe(1);
});
