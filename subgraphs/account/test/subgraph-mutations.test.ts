import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccountDomain, startAccount } from './start-account.ts';

let domain: AccountDomain;
let graph: GraphQLClient;
beforeAll(async () => {
  domain = await startAccount();
  ({ graph } = domain);
});
afterAll(() => domain.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

interface Account {
  id: string;
  name: string;
  version: number;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const CREATE = `mutation ($account: AccountInput!, $key: String) {
  createAccount(account: $account, idempotencyKey: $key) { id name createdAt version }
}`;
const UPDATE = `mutation ($id: ID!, $name: String!, $version: Int, $key: String) {
  updateAccount(id: $id, account: { name: $name }, expectedVersion: $version, idempotencyKey: $key) { id name version }
}`;

async function createAccount(name: string, key?: string): Promise<Account> {
  return (await graph.ask<{ createAccount: Account }>(CREATE, { account: { name }, key })).createAccount;
}

describe('mutations', () => {
  test('createAccount and updateAccount return the account', async () => {
    const account = await createAccount(' Ada ');
    expect(account).toEqual({ id: account.id, name: 'Ada', version: 1, createdAt: expect.stringMatching(INSTANT) });
    expect(await graph.ask(UPDATE, { id: account.id, name: 'Grace', version: 1 })).toEqual({
      updateAccount: { id: account.id, name: 'Grace', version: 2 },
    });
  });

  test('createAccount with a repeated key returns the first account, and refuses another one', async () => {
    const first = await createAccount('Ada', 'key');
    expect(await createAccount('Ada', 'key')).toEqual(first);
    expect(await graph.errors(CREATE, { account: { name: 'Grace' }, key: 'key' })).toEqual([
      { code: 'ALREADY_EXISTS', path: 'createAccount', reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
    ]);
  });

  test('updateAccount with a repeated key changes the account once, and refuses another change', async () => {
    const { id } = await createAccount('Ada');
    const change = { id, name: 'Grace', version: 1, key: 'update' };
    const updated = { updateAccount: { id, name: 'Grace', version: 2 } };
    expect(await graph.ask(UPDATE, change)).toEqual(updated);
    expect(await graph.ask(UPDATE, change)).toEqual(updated);
    expect(await graph.errors(UPDATE, { ...change, name: 'Ada' })).toEqual([
      { code: 'ALREADY_EXISTS', path: 'updateAccount', reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
    ]);
  });

  test('updateAccount refuses a stale version', async () => {
    const { id } = await createAccount('Ada');
    expect(await graph.errors(UPDATE, { id, name: 'Grace', version: 2 })).toEqual([
      { code: 'CONFLICT', path: 'updateAccount', fields: ['expectedVersion'] },
    ]);
  });
});

describe('bad input', () => {
  test.each([
    ['account', '{ account(id: "nonsense") { id } }', ['id']],
    ['accounts', '{ accounts(id: "a\\u0000b") { id } }', ['id']],
    ['accounts', '{ accounts(pagination: { take: -1 }) { id } }', ['pagination.take']],
    ['accounts', '{ accounts(pagination: { skip: -1, take: -1 }) { id } }', ['pagination.take', 'pagination.skip']],
    ['accounts', '{ accounts(pagination: { skip: 9901 }) { id } }', ['pagination.skip']],
    ['accountsConnection', '{ accountsConnection(first: -1) { nodes { id } } }', ['first']],
    ['accountsConnection', '{ accountsConnection(after: "garbled") { nodes { id } } }', ['after']],
    ['createAccount', 'mutation { createAccount(account: { name: " " }) { id } }', ['account.name']],
    ['createAccount', 'mutation { createAccount(account: { name: "a\\u0000b" }) { id } }', ['account.name']],
    [
      'createAccount',
      `mutation { createAccount(account: { name: "${'a'.repeat(201)}" }, idempotencyKey: "\\u0000") { id } }`,
      ['account.name', 'idempotencyKey'],
    ],
    [
      'createAccount',
      'mutation { createAccount(account: { name: "a" }, idempotencyKey: "") { id } }',
      ['idempotencyKey'],
    ],
    [
      'createAccount',
      'mutation { createAccount(account: { name: "a" }, idempotencyKey: " ") { id } }',
      ['idempotencyKey'],
    ],
    ['updateAccount', `mutation { updateAccount(id: "${UNKNOWN}", account: { name: "" }) { id } }`, ['account.name']],
    ...['', '\\u0000', ' '].map((key): [string, string, string[]] => [
      'updateAccount',
      `mutation { updateAccount(id: "${UNKNOWN}", account: { name: "a" }, idempotencyKey: "${key}") { id } }`,
      ['idempotencyKey'],
    ]),
    ['updateAccount', 'mutation { updateAccount(id: "nonsense", account: { name: "a" }) { id } }', ['id']],
  ])('%s refuses %s', async (path, document, fields) => {
    expect(await graph.errors(document)).toEqual([{ code: 'BAD_USER_INPUT', path, fields }]);
  });

  test('updateAccount of an unknown account is not found', async () => {
    expect(await graph.errors(UPDATE, { id: UNKNOWN, name: 'Ada' })).toEqual([
      { code: 'NOT_FOUND', path: 'updateAccount', fields: ['id'] },
    ]);
  });
});
