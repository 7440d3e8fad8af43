import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { callContext } from '../../call-context.ts';
import { createPool } from '../../postgres/pool.ts';
import { statementTimeout } from '../../postgres/statement-timeout.ts';
import { costOf } from '@commerce/testkit/cost';
import { refusalOf } from '@commerce/testkit/refusal';
import { storeServers } from '@commerce/testkit/stores/servers';
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
  test('is of as many milliseconds as cover those that the request has left', () => {
    const lefts = [99, 249, 900, 2_400, 4_999];
    expect(lefts.map(statementTimeout)).toEqual([100, 250, 1_000, 2_500, 5_000]);
  });

  // So many that a busy machine does not use them up before the statement is sent.
  test.each([
    [9_000, '10s'],
    [29_000, '30s'],
    [59_000, '1min'],
    [61_000, '2min'],
    [600_000, '10min'],
  ])('is told to the server: %i ms are left, %s', async (ms, expected) => {
    await pool.query('SELECT 1');
    expect(await withTimeLeft(ms, () => timeoutOf(pool))).toBe(expected);
  });

  test("is set for a connection's first statement already", async () => {
    expect(await withTimeLeft(29_000, () => timeoutOf(pool))).toBe('30s');
  });

  test('is not bounded outside a request, nor by the request before', async () => {
    await withTimeLeft(20_000, () => pool.query('SELECT 1'));
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
      expect(await withTimeLeft(9_000, () => timeoutOf(client))).toBe('30s');
      await client.query('ROLLBACK');
    } finally {
      client.release();
    }
    expect(await withTimeLeft(9_000, () => timeoutOf(pool))).toBe('10s');
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
});

describe('a query that waits for a connection', () => {
  test('keeps the time of its own request', async () => {
    const client = await pool.connect();
    const waiting = [9_000, 29_000, 59_000].map((ms) => withTimeLeft(ms, () => timeoutOf(pool)));
    await withTimeLeft(119_000, async () => client.release());
    expect(await Promise.all(waiting)).toEqual(['10s', '30s', '1min']);
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

describe('the settings of a connection', () => {
  test('reads and writes instants in UTC', async () => {
    expect((await pool.query('SHOW timezone')).rows).toEqual([{ TimeZone: 'UTC' }]);
  });

  // The embedded database takes none.
  test.runIf(storeServers().postgres)('stand beside those that the URL names', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c work_mem=7MB -c TimeZone=Asia/Tokyo');
    const other = createPool({ store: 'shop', url: url.href, size: 1 });
    try {
      const show = async (name: string) => Object.values((await other.query<object>(`SHOW ${name}`)).rows[0] ?? {})[0];
      expect(await show('work_mem')).toBe('7MB');
      expect(await show('TimeZone')).toBe('UTC');
      expect(await show('lock_timeout')).toBe('8s');
      expect(await show('idle_in_transaction_session_timeout')).toBe('5s');
    } finally {
      await other.end();
    }
  });
});
