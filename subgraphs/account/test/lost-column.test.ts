import pg from 'pg';
import { refusalOf } from '@commerce/testkit/refusal';
import { expect, test } from 'vitest';
import { startAccount } from './start-account.ts';

test('a core whose table loses a column says so on /readyz, and is ready when it is back', async () => {
  const domain = await startAccount();
  const readiness = async () => {
    const answer = await fetch(`${domain.core.adminOrigin}/readyz`);
    return { status: answer.status, waitsFor: ((await answer.json()) as { waitsFor?: string[] }).waitsFor?.join() };
  };
  try {
    const { account } = await domain.client.createAccount({ name: 'Ada' });
    const read = () => domain.client.getAccount({ id: account?.id ?? '' });
    await change(
      domain.databaseUrl,
      `
      ALTER TABLE accounts RENAME COLUMN name TO full_name;
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '2027_rename_name', now())`,
    );
    expect(await refusalOf(read())).toMatchObject({ kind: 'Unavailable' });
    await expect.poll(readiness).toEqual({
      status: 503,
      waitsFor:
        'the account store (its database lacks accounts.name, which this version reads; it had 2027_rename_name, of another version)',
    });
    await change(domain.databaseUrl, 'ALTER TABLE accounts RENAME COLUMN full_name TO name');
    await expect.poll(readiness).toMatchObject({ status: 200 });
    expect((await read()).account).toMatchObject({ name: 'Ada' });
  } finally {
    await domain.stop();
  }
});

async function change(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}
