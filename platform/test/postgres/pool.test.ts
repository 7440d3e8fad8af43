import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { callContext } from '../../call-context.ts';
import { createPool } from '../../postgres/pool.ts';
import { openStore } from '../../postgres/store.ts';
import { costOf } from '@commerce/testkit/cost';
import { refusalOf } from '@commerce/testkit/refusal';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(() => {
  pool = createPool({ store: 'shop', url: database.url, size: 1 });
});
afterEach(() => pool.end());

const TOO_LATE = { kind: 'DeadlineExceeded', fields: [] };

async function timeoutOf(queryable: pg.Pool | pg.PoolClient): Promise<unknown> {
  const { rows } = await queryable.query<{ statement_timeout: string }>('SHOW statement_timeout');
  return rows[0]?.statement_timeout;
}

describe("a statement's time", () => {
  test.each([
    [99, '100ms'],
    [249, '250ms'],
    [900, '1s'],
    [2_400, '2500ms'],
    [9_000, '10s'],
    [29_000, '30s'],
    [59_000, '1min'],
    [600_000, '1min'],
  ])('covers the %i ms that the request has left: %s', async (ms, expected) => {
    await pool.query('SELECT 1');
    expect(await withTimeLeft(ms, () => timeoutOf(pool))).toBe(expected);
  });

  test("is set for a connection's first statement already", async () => {
    expect(await withTimeLeft(29_000, () => timeoutOf(pool))).toBe('30s');
  });

  test('is not bounded outside a request, nor by the request before', async () => {
    await withTimeLeft(2_000, () => pool.query('SELECT 1'));
    expect(await timeoutOf(pool)).toBe('0');
  });

  test('is set when it changes, which costs a statement, and not again', async () => {
    const three = async () => {
      for (let n = 0; n < 3; n += 1) await withTimeLeft(20_000, () => pool.query('SELECT 1'));
    };
    expect((await costOf(three)).statements).toEqual({ shop: 4 });
    expect((await costOf(three)).statements).toEqual({ shop: 3 });
  });

  test('does not change inside a transaction, where a rollback would undo the change', async () => {
    const client = await withTimeLeft(20_000, () => pool.connect());
    try {
      await client.query('BEGIN');
      expect(await withTimeLeft(900, () => timeoutOf(client))).toBe('30s');
      await client.query('ROLLBACK');
    } finally {
      client.release();
    }
    expect(await withTimeLeft(900, () => timeoutOf(pool))).toBe('1s');
  });
});

describe('after the deadline', () => {
  test('no statement is sent', async () => {
    await pool.query('SELECT 1');
    const cost = await costOf(async () => {
      expect(await refusalOf(withTimeLeft(0, () => pool.query('SELECT 1')))).toEqual(TOO_LATE);
    });
    expect(cost.statements).toEqual({});
  });

  test.each(['COMMIT', 'ROLLBACK'])('%s still ends the transaction, and nothing else passes', async (end) => {
    await pool.query('CREATE TABLE IF NOT EXISTS notes (ends_with text)');
    const client = await pool.connect();
    try {
      await withTimeLeft(2_000, () => client.query('BEGIN'));
      await client.query('INSERT INTO notes VALUES ($1)', [end]);
      const late = withTimeLeft(0, async () => client.query('INSERT INTO notes VALUES ($1)', [end]));
      expect(await refusalOf(late)).toEqual(TOO_LATE);
      // As Prisma sends it.
      await withTimeLeft(0, () => client.query({ text: end, values: [] }));
    } finally {
      client.release();
    }
    const { rowCount } = await pool.query('SELECT FROM notes WHERE ends_with = $1', [end]);
    expect(rowCount).toBe(end === 'COMMIT' ? 1 : 0);
  });
});

describe('a query that waits for a connection', () => {
  test('keeps the time of its own request', async () => {
    const client = await pool.connect();
    const waiting = [900, 9_000, 29_000].map((ms) => withTimeLeft(ms, () => timeoutOf(pool)));
    await withTimeLeft(59_000, async () => client.release());
    expect(await Promise.all(waiting)).toEqual(['1s', '10s', '30s']);
  });

  test('is not sent when its deadline passes meanwhile', async () => {
    const client = await pool.connect();
    const { context } = openTestCall(10_000);
    const outcome = refusalOf(callContext.run(context, () => pool.query('SELECT 1')));
    context.deadline = 0;
    const cost = await costOf(async () => {
      client.release();
      expect(await outcome).toEqual(TOO_LATE);
    });
    expect(cost.statements).toEqual({});
    expect((await pool.query('SELECT 1')).rowCount).toBe(1);
  });
});

describe('a store', () => {
  test('is ready when its database answers, and waits for it by name when not', async () => {
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

  test('reads and writes instants in UTC', async () => {
    expect((await pool.query('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
  });
});
