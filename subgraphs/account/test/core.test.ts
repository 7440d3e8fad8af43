import { coreContract } from '@commerce/testkit/core-contract';
import { refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountService } from '../client.ts';
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

describe('the account core to any gRPC client', () => {
  coreContract({
    service: accountService,
    address: () => domain.core.address,
    adminOrigin: () => domain.core.adminOrigin,
    get: 'GetAccount',
  });
});

describe('CreateAccount', () => {
  test('opens an account, which can be read at once', async () => {
    const account = await createAccount('  Grace Hopper ');
    expect(account).toMatchObject({ name: 'Grace Hopper', version: 1 });
    expect(account.id).toMatch(/^[\da-f-]{14}7[\da-f-]{21}$/);
    expect(Math.abs(Number(account.createTime?.seconds) * 1_000 - Date.now())).toBeLessThan(60_000);
    expect(await client.getAccount({ id: account.id })).toEqual({ account });
  });

  test.each([
    ['a letter', 'a'],
    ['200 characters', 'a'.repeat(200)],
    ['200 characters that take 400 UTF-16 units', '😀'.repeat(200)],
    ['any script', 'Ада Лавлейс 愛達'],
  ])('takes a name of %s', async (_what, name) => {
    expect(await createAccount(name)).toMatchObject({ name });
  });

  test.each([
    ['no name', { name: '' }, ['name']],
    ['a blank name', { name: ' \t\n' }, ['name']],
    ['a name of 201 characters', { name: 'a'.repeat(201) }, ['name']],
    ['a NUL character', { name: 'A\0da' }, ['name']],
    ['a request id of 129 characters', { name: 'Ada', requestId: 'r'.repeat(129) }, ['requestId']],
    ['a request id with a NUL character', { name: 'Ada', requestId: 'a\0b' }, ['requestId']],
    ['two faults at once, and names both', { name: '', requestId: 'a\0b' }, ['name', 'requestId']],
  ])('refuses %s', async (_what, request, fields) => {
    const { accounts: before } = await client.listAccounts({});
    expect(await refusalOf(client.createAccount(request))).toEqual({ kind: 'InvalidArgument', fields });
    expect((await client.listAccounts({})).accounts).toEqual(before);
  });

  test('makes one account of 20 parallel requests with one id', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => createAccount('Once', 'parallel')));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const { accounts } = await client.listAccounts({});
    expect(accounts.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  test('leaves the id of a refused request unused', async () => {
    expect(await refusalOf(createAccount(' ', 'refused'))).toMatchObject({ kind: 'InvalidArgument' });
    expect(await createAccount('Ada', 'refused')).toMatchObject({ name: 'Ada' });
  });

  test('refuses a request id that was used with another name, or by another RPC', async () => {
    const { id } = await createAccount('Ada', 'reused');
    const refusal = { kind: 'AlreadyExists', reason: 'REQUEST_ID_REUSED', fields: ['requestId'] };
    expect(await refusalOf(createAccount('Grace', 'reused'))).toEqual(refusal);
    expect(await refusalOf(client.updateAccount({ id, name: 'Ada', requestId: 'reused' }))).toEqual(refusal);
    expect(await createAccount(' Ada ', 'reused')).toMatchObject({ id });
  });
});

describe('UpdateAccount', () => {
  test('changes the name and counts the version', async () => {
    const account = await createAccount();
    const updated = await client.updateAccount({ id: account.id, name: ' Countess ', expectedVersion: 1 });
    expect(updated).toEqual({ account: { ...account, name: 'Countess', version: 2 } });
    expect(await client.getAccount({ id: account.id })).toEqual(updated);
  });

  test('refuses a stale version, and 0, which no account has', async () => {
    const { id } = await createAccount();
    await client.updateAccount({ id, name: 'Second' });
    for (const expectedVersion of [1, 0, -1, 3]) {
      const update = client.updateAccount({ id, name: 'Stale', expectedVersion });
      expect(await refusalOf(update)).toEqual({ kind: 'Conflict', fields: ['expectedVersion'] });
    }
    expect((await client.getAccount({ id })).account).toMatchObject({ name: 'Second', version: 2 });
  });

  test('lets one of ten writers from the same version through', async () => {
    const { id } = await createAccount();
    const writes = Array.from({ length: 10 }, (_, n) =>
      client.updateAccount({ id, name: `Writer ${n}`, expectedVersion: 1 }),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await client.getAccount({ id })).account?.version).toBe(2);
  });

  test('happens once for a repeated request, and leaves the id of a refused one unused', async () => {
    const { id } = await createAccount();
    const request = { id, name: 'Countess', expectedVersion: 1, requestId: 'update-once' };
    const first = await client.updateAccount(request);
    expect(await client.updateAccount(request)).toEqual(first);
    expect(await refusalOf(client.updateAccount({ ...request, name: 'Other' }))).toMatchObject({
      kind: 'AlreadyExists',
    });
    const stale = { ...request, requestId: 'update-stale' };
    expect(await refusalOf(client.updateAccount(stale))).toMatchObject({ kind: 'Conflict' });
    const { account } = await client.updateAccount({ ...stale, expectedVersion: 2 });
    expect(account?.version).toBe(3);
  });

  test.each([
    ['an unknown account', { id: UNKNOWN, name: 'Ada' }, 'NotFound', ['id']],
    ['an id that is no UUID', { id: 'nonsense', name: 'Ada' }, 'InvalidArgument', ['id']],
    ['a blank name', { id: UNKNOWN, name: ' ' }, 'InvalidArgument', ['name']],
    ['a name of 201 characters', { id: UNKNOWN, name: 'a'.repeat(201) }, 'InvalidArgument', ['name']],
    ['a NUL character', { id: UNKNOWN, name: 'Ada', requestId: '\0' }, 'InvalidArgument', ['requestId']],
  ])('refuses %s', async (_what, request, kind, fields) => {
    expect(await refusalOf(client.updateAccount(request))).toEqual({ kind, fields });
  });
});
