import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import pg from 'pg';
import { callContext, FRESH_READS_HEADER } from '../../call-context.ts';
import { createPool, type RequestPool } from '../../postgres/pool.ts';
import { openStore } from '../../postgres/store.ts';
import { type Path, startPath } from '@commerce/testkit/path';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import type { TestServer } from '@commerce/testkit/stores/elasticsearch-server';
import { startPostgresCopy, startPostgresServer } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { type Accounts, startAccounts } from '../grpc/start-accounts.ts';

// A server, and one that stands by for it, reached on a path that can be lost.
describe.runIf(storeServers().postgres)('a database with a copy', () => {
  let primary: TestServer;
  let copy: TestServer;
  let path: Path;
  let pool: RequestPool;
  let onCopy: pg.Client;
  let onPrimary: pg.Client;
  beforeAll(async () => {
    primary = await startPostgresServer();
    onPrimary = await connected(primary.url);
    await onPrimary.query('CREATE TABLE written (n int); INSERT INTO written VALUES (0)');
    copy = await startPostgresCopy(primary.url);
    onCopy = await connected(copy.url);
  });
  afterAll(async () => {
    await Promise.all([onCopy.end(), onPrimary.end()]);
    await copy.stop();
    await primary.stop();
  });
  beforeEach(async () => {
    path = await startPath(new URL(copy.url).host);
    const copyUrl = Object.assign(new URL(copy.url), { host: path.address }).href;
    pool = createPool({ store: 'shop', url: primary.url, size: 4, copyUrl });
    await untilCopied();
  });
  afterEach(async () => {
    await pool.end();
    await path.stop();
  });

  /** Does what a request reads come from the copy? */
  async function isCopied(headers?: Record<string, string>, statement = 'SELECT pg_is_in_recovery() AS copied') {
    return await inRequest(async () => (await pool.query<{ copied: boolean }>(statement)).rows[0]?.copied, headers);
  }

  /** One look says nothing: the copy is passed over whenever it is not known for sure how new it is, as after a pause. */
  async function untilCopied(): Promise<void> {
    while (!(await isCopied())) await wait(20);
  }

  const writtenNow = () =>
    inRequest(async () => (await pool.query<{ n: number }>('SELECT n FROM written')).rows[0]?.n ?? Number.NaN);

  test('a request that needs what is of now, and what belongs to none, reads from the database itself', async () => {
    expect(await isCopied({ [FRESH_READS_HEADER]: '1' })).toBe(false);
    const { rows } = await pool.query<{ copied: boolean }>('SELECT pg_is_in_recovery() AS copied');
    expect(rows).toEqual([{ copied: false }]);
    await untilCopied();
  });

  test('statements that belong together come from one place', async () => {
    const asked = async (client: pg.ClientBase) =>
      (await client.query<{ copied: boolean }>('SELECT pg_is_in_recovery() AS copied')).rows[0]?.copied;
    const askedTogether = async () => {
      const client = await pool.connect();
      await client.query('BEGIN');
      const copied = [await asked(client), await asked(client)];
      await client.query('COMMIT');
      client.release();
      return copied;
    };
    let copied: unknown[];
    do {
      copied = await inRequest(askedTogether);
      expect(new Set(copied).size).toBe(1);
    } while (!copied[0]);
  });

  describe('of RPCs', () => {
    let behind: Accounts;
    let accounts: Accounts;
    beforeAll(async () => {
      const whence = async () => {
        const { rows } = await pool.query<{ copied: boolean }>('SELECT pg_is_in_recovery() AS copied');
        return String(rows[0]?.copied);
      };
      const read = { getAccount: async () => ({ account: { id: await whence() } }) };
      behind = await startAccounts(read);
      accounts = await startAccounts({
        ...read,
        async createAccount() {
          const other = await behind.client.getAccount({ id: '' });
          return { account: { id: await whence(), name: (other.account as { id: string }).id } };
        },
      });
    });
    afterAll(async () => {
      await accounts.stop();
      await behind.stop();
    });

    test('a read may come from the copy', async () => {
      const read = () => inRequest(() => accounts.client.getAccount({ id: '' }));
      await expect.poll(read).toMatchObject({ account: { id: 'true' } });
    });

    test('a write reads what is of now, and so does every other core that it asks', async () => {
      const { account } = await inRequest(() => accounts.client.createAccount({ name: '', requestId: '' }));
      expect(account).toMatchObject({ id: 'false', name: 'false' });
    });
  });

  test('nothing that is read is older than a second, however far the copy is behind', async () => {
    let [written, first] = [0, Number.NaN];
    // On a busy machine the second may be over before the first read. The copy was not asked then: once more.
    while (first !== written - 1) {
      written += 1;
      await onCopy.query('SELECT pg_wal_replay_pause()');
      try {
        await onPrimary.query(`UPDATE written SET n = ${written}`);
        const begun = performance.now();
        const seen: { isLate: boolean; n: number }[] = [];
        for (let at = begun; at - begun < 2_000; at = performance.now()) {
          seen.push({ isLate: at - begun > 1_000, n: await writtenNow() });
        }
        first = seen[0]?.n ?? Number.NaN;
        expect(seen.filter(({ isLate, n }) => isLate && n !== written)).toEqual([]);
        expect(await isCopied()).toBe(false);
      } finally {
        await onCopy.query('SELECT pg_wal_replay_resume()');
      }
      await untilCopied();
      expect(await writtenNow()).toBe(written);
    }
  });

  test('a statement that the copy ends is answered by the database itself', async () => {
    // On the copy it runs until it is ended.
    const statement = 'SELECT pg_is_in_recovery() AS copied, CASE WHEN pg_is_in_recovery() THEN pg_sleep(300) END';
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = '${statement}' AND state = 'active'`;
    const isEnded = new AbortController();
    const answers: unknown[] = [];
    const asking = (async () => {
      while (!isEnded.signal.aborted) answers.push(await isCopied({}, statement));
    })();
    await expect.poll(async () => (await onCopy.query(end)).rowCount).toBe(1);
    isEnded.abort();
    await asking;
    expect(new Set(answers)).toEqual(new Set([false]));
  });

  test('a copy that has gone costs no request', async () => {
    await path.stop();
    path.cut();
    expect([await isCopied(), await isCopied()].at(-1)).toBe(false);
  });

  test('a copy that is not heard from any more costs no request that begins then', async () => {
    path.lose('all');
    // Until then it could be what the last one has heard.
    await wait(1_100);
    expect([await isCopied(), await isCopied()]).toEqual([false, false]);
  });

  test('another schema than the database’s is refused', () => {
    const DATABASE_READ_URL = `${copy.url}&schema=other`;
    const config = { NODE_ENV: 'production', DATABASE_POOL_SIZE: 1, DATABASE_URL: primary.url, DATABASE_READ_URL };
    expect(() => openStore({ name: 'shop', prismaFolder: '' }, config)).toThrow(
      'DATABASE_READ_URL: expected schema=public, as DATABASE_URL has it, got another schema.',
    );
  });

  // The last: it stands by for nobody then.
  test('a copy that has become a database of its own is not read', async () => {
    await onCopy.query('SELECT pg_promote()');
    await onPrimary.query('UPDATE written SET n = 2');
    await onCopy.query('UPDATE written SET n = 3');
    await expect.poll(() => writtenNow()).toBe(2);
    expect(await isCopied({}, 'SELECT n = 3 AS copied FROM written')).toBe(false);
  });
});

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function inRequest<T>(work: () => Promise<T>, headers?: Record<string, string>): Promise<T> {
  const { context, close } = openTestCall(PATIENCE_MS, headers);
  try {
    return await callContext.run(context, work);
  } finally {
    close();
  }
}
