import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ANYONE, type Caller } from '../../auth/caller.ts';
import { migrate } from '../../postgres/migrate.ts';
import { keyedRequest } from '../../values/keyed-request.ts';
import { findRequest, once } from '../../postgres/once.ts';
import { createPool } from '../../postgres/pool.ts';
import { refusalOf } from '@commerce/testkit/refusal';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await startTestDatabase();
  const prismaFolder = join(import.meta.dirname, '../../../subgraphs/account/core/prisma');
  await migrate(database.url, { name: 'account', prismaFolder });
  pool = createPool({ store: 'shop', url: database.url, size: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});
beforeEach(() => pool.query('TRUNCATE requests, accounts'));

/** Is another core about to delete all keys, just before somebody looks for one? */
let deletedBeforeLook = false;

/** The part of a Prisma client that `once` uses, on the pool: a domain's own client is not platform's to import. */
function rawSql(queryable: pg.Pool | pg.PoolClient) {
  return {
    async $queryRaw<T>(text: TemplateStringsArray, ...values: unknown[]) {
      if (deletedBeforeLook) await queryable.query('DELETE FROM requests');
      deletedBeforeLook = false;
      return (await queryable.query(numbered(text), values)).rows as T;
    },
    async $executeRaw(text: TemplateStringsArray, ...values: unknown[]) {
      return (await queryable.query(numbered(text), values)).rowCount ?? 0;
    },
  };
}
type Sql = ReturnType<typeof rawSql>;

function numbered(text: TemplateStringsArray): string {
  return text.reduce((sql, part, n) => `${sql}$${n}${part}`);
}

const db = {
  async $transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(rawSql(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  },
};

/** Opens an account once, and returns its id. */
async function open(
  requestId: string,
  name: string,
  method = 'CreateAccount',
  caller: Caller = ANYONE,
): Promise<string> {
  const request = keyedRequest(caller, method, requestId, { name });
  if (!request) throw new Error('There is no request id.');
  const id = randomUUID();
  const write = async (tx: Sql) => {
    await tx.$executeRaw`INSERT INTO accounts (id, name) VALUES (${id}, ${name})`;
    if (name === 'Broken') throw new Error('the write failed');
    return id;
  };
  return await once(db, request, id, write, async (_tx, earlier) => earlier);
}

async function names(): Promise<unknown[]> {
  return (await pool.query<{ name: string }>('SELECT name FROM accounts')).rows.map(({ name }) => name);
}

const REUSED = { kind: 'AlreadyExists', reason: 'REQUEST_ID_REUSED', fields: ['requestId'] };

describe('once()', () => {
  test('writes once for ten parallel requests with one id, and all of them get the same', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => open('r-1', 'Ada')));
    expect(new Set(ids).size).toBe(1);
    expect(await names()).toEqual(['Ada']);
  });

  test('writes for each id', async () => {
    await Promise.all([open('r-1', 'Ada'), open('r-2', 'Ada')]);
    expect(await names()).toEqual(['Ada', 'Ada']);
  });

  test('writes for each caller, who know nothing of each other by their ids', async () => {
    const caller = (subject: string): Caller => ({ kind: 'subject', subject, hash: '', scopes: new Set() });
    const [ada, grace] = [caller('ada'), caller('grace')];
    const first = await open('r-1', 'Same', undefined, ada);
    expect(await open('r-1', 'Same', undefined, grace)).not.toBe(first);
    expect(await open('r-1', 'Same', undefined, ada)).toBe(first);
    // Neither is it refused: that would say that somebody has used it.
    await open('r-2', 'Ada', undefined, ada);
    await open('r-2', 'Grace', undefined, grace);
    expect(await names()).toEqual(['Same', 'Same', 'Ada', 'Grace']);
  });

  test.each([
    ['other content', 'Grace', 'CreateAccount'],
    ['another method', 'Ada', 'UpdateAccount'],
  ])('refuses an id that comes again with %s, and writes nothing', async (_what, name, method) => {
    await open('r-1', 'Ada');
    expect(await refusalOf(open('r-1', name, method))).toEqual(REUSED);
    expect(await names()).toEqual(['Ada']);
  });

  test('writes anew for an id that was deleted for its age', async () => {
    const first = await open('r-1', 'Ada');
    await pool.query('DELETE FROM requests');
    const second = await open('r-1', 'Ada');
    expect(second).not.toBe(first);
    expect(await open('r-1', 'Ada')).toBe(second);
    expect(await names()).toEqual(['Ada', 'Ada']);
  });

  test('writes anew, once, when the id is deleted between its claim and the look for what it made', async () => {
    await open('r-1', 'Ada');
    deletedBeforeLook = true;
    const second = await open('r-1', 'Ada');
    expect(await open('r-1', 'Ada')).toBe(second);
    expect(await names()).toEqual(['Ada', 'Ada']);
  });

  test('leaves the id of a failed write free, and nothing of the write', async () => {
    await expect(open('r-1', 'Broken')).rejects.toThrow('the write failed');
    expect(await names()).toEqual([]);
    await open('r-1', 'Ada');
    expect(await names()).toEqual(['Ada']);
  });
});

test('findRequest() gives what an earlier request made, and refuses other content', async () => {
  const find = async (name: string) => {
    const request = keyedRequest(ANYONE, 'CreateAccount', 'r-1', { name });
    return request && findRequest(rawSql(pool), request);
  };
  expect(await find('Ada')).toBeUndefined();
  const id = await open('r-1', 'Ada');
  expect(await find('Ada')).toBe(id);
  expect(await refusalOf(find('Grace'))).toEqual(REUSED);
});

describe('keyedRequest()', () => {
  test('asks for no protection without an id', () => {
    expect(keyedRequest(ANYONE, 'CreateAccount', '', {})).toBeUndefined();
  });

  test.each([
    ['the same content', { a: 1n, b: [1] }, { a: 1n, b: [1] }, true],
    ['another amount', { a: 1n }, { a: 2n }, false],
    ['another order of a list', { b: [1, 2] }, { b: [2, 1] }, false],
    ['a text that runs into the next', { a: 'xy', b: '' }, { a: 'x', b: 'y' }, false],
  ])('knows %s', (_what, first, second, same) => {
    const [a, b] = [first, second].map((content) => keyedRequest(ANYONE, 'M', 'r-1', content)?.fingerprint);
    expect(a === b).toBe(same);
  });
});
