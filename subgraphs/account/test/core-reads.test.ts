import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { encodePageToken } from '@commerce/platform/lists/page-token';
import { createPool } from '@commerce/platform/postgres/pool';
import { costOf } from '@commerce/testkit/cost';
import { readList } from '@commerce/testkit/read-pages';
import { refusalOf } from '@commerce/testkit/refusal';
import { makeMany } from '@commerce/testkit/make-many';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '../client.ts';
import { type AccountDomain, startAccount } from './start-account.ts';

let domain: AccountDomain;
let client: AccountDomain['client'];
beforeAll(async () => {
  domain = await startAccount();
  ({ client } = domain);
});
afterAll(() => domain.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

async function createAccount(name = 'Ada Lovelace', requestId = '') {
  const { account } = await client.createAccount({ name, requestId });
  if (!account) throw new Error('There is no account in the response.');
  return account;
}

describe('GetAccount and BatchGetAccounts', () => {
  test('give the account for an id in any letter case', async () => {
    const account = await createAccount();
    expect(await client.getAccount({ id: account.id.toUpperCase() })).toEqual({ account });
  });

  test.each([
    ['no account has', UNKNOWN, 'NotFound'],
    ['is no UUID', 'nonsense', 'InvalidArgument'],
    ['is empty', '', 'InvalidArgument'],
    ['holds a NUL character', 'a\0b', 'InvalidArgument'],
  ])('GetAccount refuses an id that %s', async (_what, id, kind) => {
    expect(await refusalOf(client.getAccount({ id }))).toEqual({ kind, fields: ['id'] });
  });

  test('BatchGetAccounts keeps the order asked, repeats, and leaves holes', async () => {
    const [ada, grace] = [await createAccount('Ada'), await createAccount('Grace')];
    const { results } = await client.batchGetAccounts({
      ids: [grace.id, UNKNOWN, ada.id.toUpperCase(), 'nonsense', '', grace.id],
    });
    expect(results.map(({ account }) => account)).toEqual([grace, null, ada, null, null, grace]);
    expect(results.map(({ notFound }) => notFound)).toEqual([false, true, false, true, true, false]);
    expect(await client.batchGetAccounts({ ids: [] })).toEqual({ results: [] });
  });

  test('BatchGetAccounts takes 1,000 ids and refuses 1,001', async () => {
    const ids = Array.from({ length: 1_001 }, () => UNKNOWN);
    expect((await client.batchGetAccounts({ ids: ids.slice(1) })).results).toHaveLength(1_000);
    expect(await refusalOf(client.batchGetAccounts({ ids }))).toEqual({ kind: 'InvalidArgument', fields: ['ids'] });
  });

  test('read what is asked for, and leave the rest unset', async () => {
    const { id, name } = await createAccount('Joan');
    const readMask = { paths: ['name'] };
    const unread = { createTime: null, version: 0 };
    expect(await client.getAccount({ id, readMask })).toEqual({ account: { id, name, ...unread } });
    const { results } = await client.batchGetAccounts({ ids: [id], readMask });
    expect(results).toEqual([{ account: { id, name, ...unread }, notFound: false }]);
    const { accounts } = await client.listAccounts({ pageSize: 1, readMask });
    expect(accounts).toMatchObject([{ id, name, version: 0 }]);
  });

  test.each([
    ['GetAccount', (readMask: object) => client.getAccount({ id: UNKNOWN, readMask })],
    ['BatchGetAccounts', (readMask: object) => client.batchGetAccounts({ ids: [], readMask })],
    ['ListAccounts', (readMask: object) => client.listAccounts({ readMask })],
  ])('%s refuses a mask that names what an account has not', async (_rpc, read) => {
    const refusal = { kind: 'InvalidArgument', fields: ['readMask'] };
    expect(await refusalOf(read({ paths: ['name', 'created_at'] }))).toEqual(refusal);
  });

  test('BatchGetAccounts and ListAccounts cost one statement for many accounts', async () => {
    const made = await makeMany(30, () => createAccount());
    const ids = made.map(({ id }) => id);
    expect((await costOf(() => client.batchGetAccounts({ ids }))).statements).toEqual({ account: 1 });
    expect((await costOf(() => client.listAccounts({}))).statements).toEqual({ account: 1 });
    expect((await costOf(() => client.batchGetAccounts({ ids: ['nonsense'] }))).statements).toEqual({});
  });
});

/** The whole list, `pageSize` at a time. */
function readAll(pageSize: number): Promise<Account[]> {
  return readList(async (pageToken) => {
    const { accounts: items, ...tokens } = await client.listAccounts({ pageSize, pageToken });
    return { items, ...tokens };
  });
}

function timeOf({ createTime }: Account): number {
  return fromTimestamp(createTime).getTime();
}

describe('ListAccounts', () => {
  beforeAll(async () => {
    await makeMany(105, (n) => createAccount(`Listed ${n}`));
  });

  test('goes newest first to the end, in pages of any size', async () => {
    const list = await readAll(100);
    expect(list.length).toBeGreaterThanOrEqual(105);
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    expect(list).toEqual(list.toSorted((a, b) => timeOf(b) - timeOf(a) || (a.id < b.id ? 1 : -1)));
    expect(await readAll(7)).toEqual(list);
  });

  test('is as long as CountAccounts says, which is one statement', async () => {
    const { length: count } = await readAll(100);
    expect(await client.countAccounts({})).toEqual({ count, isExact: true });
    expect((await costOf(() => client.countAccounts({}))).statements).toEqual({ account: 1 });
  });

  test('goes from its end, too', async () => {
    const list = await readAll(100);
    const last = await client.listAccounts({ pageSize: 3, fromEnd: true });
    expect(last.accounts).toEqual(list.slice(-3));
    const before = await client.listAccounts({ pageSize: 3, pageToken: last.nextPageToken, fromEnd: true });
    expect(before.accounts).toEqual(list.slice(-6, -3));
  });

  test.each([
    ['the default, 100', { pageSize: 0 }, 100],
    ['at most 100', { pageSize: 101 }, 100],
    ['at most 100', { pageSize: 2 ** 31 - 1 }, 100],
    ['what is asked for', { pageSize: 3 }, 3],
    ['nothing beyond the end', { skip: 9_900 }, 0],
  ])('gives %s for %j', async (_what, request, length) => {
    expect((await client.listAccounts(request)).accounts).toHaveLength(length);
  });

  test('passes over what it is told to, and goes on where a token says although accounts were added', async () => {
    const { accounts: list } = await client.listAccounts({ pageSize: 10 });
    expect((await client.listAccounts({ pageSize: 2, skip: 3 })).accounts).toEqual(list.slice(3, 5));
    const { pageTokens } = await client.listAccounts({ pageSize: 4 });
    await createAccount('Newcomer');
    const page = await client.listAccounts({ pageSize: 2, pageToken: pageTokens[2] ?? '', skip: 1 });
    expect(page.accounts).toEqual(list.slice(4, 6));
  });

  test('leaves out the tokens of the entries where they are not wanted, and goes on all the same', async () => {
    const whole = await client.listAccounts({ pageSize: 2 });
    expect(await client.listAccounts({ pageSize: 2, omitPageTokens: true })).toEqual({ ...whole, pageTokens: [] });
  });

  test.each([
    ['a negative page size', { pageSize: -1 }, ['pageSize']],
    ['a negative skip', { skip: -1 }, ['skip']],
    ['a skip that is too large', { skip: 9_901 }, ['skip']],
    ['two faults at once, and names both', { pageSize: -1, skip: 9_901 }, ['pageSize', 'skip']],
    ['a garbled token', { pageToken: 'garbled' }, ['pageToken']],
    ['a token with a NUL character', { pageToken: '\0' }, ['pageToken']],
    ["another list's token", { pageToken: encodePageToken('orders', [0, UNKNOWN]) }, ['pageToken']],
    ['a token without an id', { pageToken: encodePageToken('accounts', [0]) }, ['pageToken']],
    ['a token with a nonsense id', { pageToken: encodePageToken('accounts', [0, 'x']) }, ['pageToken']],
    ['a token of a year that no store has', { pageToken: encodePageToken('accounts', [9e15, UNKNOWN]) }, ['pageToken']],
  ])('refuses %s', async (_what, request, fields) => {
    expect(await refusalOf(client.listAccounts(request))).toEqual({ kind: 'InvalidArgument', fields });
  });
});

describe("a caller's deadline", () => {
  test('ends the call once it has passed', async () => {
    const read = withTimeLeft(-1, () => client.getAccount({ id: UNKNOWN }));
    expect(await refusalOf(read)).toEqual({ kind: 'DeadlineExceeded', fields: [] });
  });

  test.runIf(storeServers().postgres)('ends the statement on the server', async () => {
    const pool = createPool({ store: 'look', url: domain.databaseUrl, size: 2 });
    const other = await pool.connect();
    try {
      await other.query('BEGIN; LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE');
      const waiting = async () => {
        const text = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        return (await pool.query(text)).rowCount;
      };
      // On a busy machine its time may be over before the statement is sent: then it gets more.
      for (let [ms, wasSent] = [500, false]; !wasSent; ms *= 2) {
        const call = { isOver: false };
        const refused = refusalOf(withTimeLeft(ms, () => client.listAccounts({})));
        void refused.finally(() => (call.isOver = true));
        while (!call.isOver) {
          const isWaiting = (await waiting()) === 1;
          wasSent ||= isWaiting;
        }
        expect(await refused).toMatchObject({ kind: 'DeadlineExceeded' });
      }
      // The lock is still held: it is the server that ends the statement.
      await expect.poll(waiting).toBe(0);
    } finally {
      await other.query('ROLLBACK');
      other.release();
      await pool.end();
    }
  });

  test.skipIf(storeServers().postgres)('bounds the statements in the database', async () => {
    // The embedded database has one session, so another connection sees what the core's has set.
    const pool = createPool({ store: 'look', url: domain.databaseUrl, size: 1 });
    const timeout = async () => (await pool.query('SHOW statement_timeout')).rows;
    try {
      await withTimeLeft(60_000, () => client.listAccounts({}));
      expect(await timeout()).toEqual([{ statement_timeout: '1min' }]);
      await withTimeLeft(29_000, () => client.listAccounts({}));
      expect(await timeout()).toEqual([{ statement_timeout: '30s' }]);
    } finally {
      await pool.end();
    }
  });
});
