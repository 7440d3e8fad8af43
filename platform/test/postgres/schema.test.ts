import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSchema } from '../../postgres/direct-connection.ts';
import { migrate } from '../../postgres/migrate.ts';
import { createPool } from '../../postgres/pool.ts';
import { openStore } from '../../postgres/store.ts';
import { startPooler } from '@commerce/testkit/stores/pooler';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';

const domainOf = (name: string) => ({
  name,
  prismaFolder: join(import.meta.dirname, `../../../subgraphs/${name}/core/prisma`),
});

let database: TestDatabase;
beforeEach(async () => {
  database = await startTestDatabase();
});
afterEach(() => database.stop());

const urlWith = (parameters: string) => `${database.url}&${parameters}`;

async function tables(): Promise<string[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  await client.end();
  return rows.map(({ name }) => name);
}

// The embedded database takes no settings of a connection.
describe.runIf(storeServers().postgres)('?schema=', () => {
  test('domains that share a database have tables, migrations and keys of their own', async () => {
    for (const name of ['account', 'catalog']) await migrate(urlWith(`schema=${name}`), domainOf(name));
    const own = ['_prisma_migrations', 'requests'];
    const expected = ['account.accounts', 'catalog.products', ...own.flatMap((t) => [`account.${t}`, `catalog.${t}`])];
    expect(await tables()).toEqual(expect.arrayContaining(expected));
    expect((await tables()).filter((name) => name.startsWith('public.'))).toEqual([]);
  });

  test('again, it changes nothing; and a core finds in its schema what it looks for', async () => {
    const url = urlWith('schema=Shop-1');
    await migrate(url, domainOf('account'));
    expect(await migrate(url, domainOf('account'))).toEqual([]);
    const store = openStore(domainOf('account'), { NODE_ENV: 'production', DATABASE_URL: url, DATABASE_POOL_SIZE: 1 });
    expect(await store.prepare()).toEqual([]);
    await store.close();
  });

  test('the tables of another schema do not stand for those that are missing', async () => {
    await migrate(database.url, domainOf('account'));
    const store = openStore(domainOf('account'), {
      NODE_ENV: 'production',
      DATABASE_URL: urlWith('schema=account'),
      DATABASE_POOL_SIZE: 1,
    });
    expect(await store.prepare()).toEqual([expect.stringContaining('`npm run migrate -- account`')]);
    await store.close();
  });

  test('one who may use a schema, and make none, migrates in it', async () => {
    const admin = new pg.Client(database.url);
    await admin.connect();
    await admin.query(`CREATE ROLE clerk LOGIN; CREATE SCHEMA clerks AUTHORIZATION clerk`);
    const url = new URL(urlWith('schema=clerks'));
    url.username = 'clerk';
    expect(await migrate(url.href, domainOf('account'))).not.toEqual([]);
    await admin.query('DROP OWNED BY clerk; DROP ROLE clerk');
    await admin.end();
  });
});

test('statements name no other schema than the own one, whatever the role would look into', async () => {
  const pool = createPool({ store: 'shop', url: urlWith('pgbouncer=true&schema=shop'), size: 1 });
  expect((await pool.query<object>('SHOW search_path')).rows).toEqual([{ search_path: 'shop' }]);
  await pool.end();
});

describe('migrations', () => {
  test('have none of the limits that requests have', async () => {
    const { connectionString } = await openSchema(database.url);
    const client = new pg.Client(connectionString);
    await client.connect();
    for (const limit of ['lock_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout']) {
      expect((await client.query(`SHOW ${limit}`)).rows).toEqual([{ [limit]: '0' }]);
    }
    await client.end();
  });

  test('are refused through a pooler, with what to do', async () => {
    await expect(migrate(urlWith('pgbouncer=true'), domainOf('account'))).rejects.toThrow('DIRECT_DATABASE_URL');
  });

  test('are refused through a pooler that nobody told them of, and that drops the schema', async () => {
    const pooler = await startPooler(database.url, { options: 'dropped' });
    const refused = migrate(`${pooler.url}&schema=shop`, domainOf('account'));
    await expect(refused).rejects.toThrow('DIRECT_DATABASE_URL');
    expect(await tables()).toEqual([]);
    await pooler.stop();
  });
});

describe('a pooler that nobody told a core of', () => {
  test.each(['refused', 'dropped'] as const)(
    'is named when it has %s the settings of a connection',
    async (options) => {
      await migrate(database.url, domainOf('account'));
      const pooler = await startPooler(database.url, { options });
      const store = openStore(domainOf('account'), {
        NODE_ENV: 'production',
        DATABASE_URL: pooler.url,
        DATABASE_POOL_SIZE: 1,
      });
      const waiting = await store.waitsFor();
      const lacking = waiting.length > 0 ? waiting : await store.prepare();
      expect(lacking).toEqual([expect.stringMatching(/^the account store \(.*pgbouncer=true.*\)$/)]);
      await store.close();
      const told = openStore(domainOf('account'), {
        NODE_ENV: 'production',
        DATABASE_URL: `${pooler.url}&pgbouncer=true`,
        DATABASE_POOL_SIZE: 1,
      });
      expect([...(await told.waitsFor()), ...(await told.prepare())]).toEqual([]);
      await told.close();
      await pooler.stop();
    },
  );
});
