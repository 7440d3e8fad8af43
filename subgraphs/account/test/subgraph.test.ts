import { join } from 'node:path';
import { conformance } from '@commerce/testkit/conformance/conformance-tests';
import { costOf } from '@commerce/testkit/cost';
import { makeMany } from '@commerce/testkit/make-many';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { type ConnectionPage, readConnection } from '@commerce/testkit/read-pages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccountDomain, startAccount, startAccountGraphBefore } from './start-account.ts';

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
}

interface Page {
  accountsConnection: {
    edges: { cursor: string; node: object }[];
    nodes: object[];
    pageInfo: { hasPreviousPage: boolean };
  };
}

async function createAccount(name: string): Promise<Account> {
  const document = 'mutation ($name: String!) { createAccount(account: { name: $name }) { id name } }';
  return (await graph.ask<{ createAccount: Account }>(document, { name })).createAccount;
}

describe('the account subgraph', () => {
  conformance({
    schemaFile: join(import.meta.dirname, '../graph/schema.graphql'),
    url: () => graph.url,
    core: () => domain.core,
    startBefore: startAccountGraphBefore,
    entities: [
      {
        type: 'Account',
        find: (count) => makeMany(count, async () => ({ ...(await createAccount('Entity')) })),
      },
    ],
  });
});

describe('account and accounts', () => {
  test('give an account by its id, in any letter case', async () => {
    const { id } = await createAccount('Ada');
    const document = 'query ($id: ID!, $text: String) { account(id: $id) { id name } accounts(id: $text) { id } }';
    expect(await graph.ask(document, { id: id.toUpperCase(), text: id.toUpperCase() })).toEqual({
      account: { id, name: 'Ada' },
      accounts: [{ id }],
    });
  });

  test('give null and an empty list for an unknown id', async () => {
    const document = `{ account(id: "${UNKNOWN}") { id } accounts(id: "${UNKNOWN}") { id } }`;
    expect(await graph.query(document)).toEqual({ data: { account: null, accounts: [] } });
  });
});

describe('accountsConnection', () => {
  test('leads to the end of the list, which accounts shows alike', async () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await createAccount(`Listed ${n}`);
    const { accounts } = await graph.ask<{ accounts: Account[] }>('{ accounts { id } }');
    const document =
      'query ($after: String) { accountsConnection(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
    const all = await readConnection(async (after) => {
      const page = await graph.ask<{ accountsConnection: ConnectionPage<Account> }>(document, { after });
      return page.accountsConnection;
    });
    expect(all.length).toBeGreaterThanOrEqual(7);
    expect(all.slice(0, accounts.length)).toEqual(accounts);
  });

  test('has a cursor for every edge, and says what comes before and after', async () => {
    const document = `query ($after: String) { accountsConnection(first: 2, after: $after) {
      edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`;
    const first = (await graph.ask<Page>(document)).accountsConnection;
    expect(first.edges.map(({ node }) => node)).toEqual(first.nodes);
    const [startCursor, endCursor] = first.edges.map(({ cursor }) => cursor);
    expect(first.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor, endCursor });
    const second = (await graph.ask<Page>(document, { after: startCursor })).accountsConnection;
    expect(second.pageInfo.hasPreviousPage).toBe(true);
    expect(second.nodes[0]).toEqual(first.nodes[1]);
  });

  test('with first 0 it is empty and still says whether there is more', async () => {
    const document =
      '{ accountsConnection(first: 0) { edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }';
    expect(await graph.ask(document)).toEqual({
      accountsConnection: {
        edges: [],
        pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
      },
    });
  });
});

describe('a connection is counted', () => {
  const ask = async (fields: string) =>
    await graph.ask<{ accountsConnection: object }>(`{ accountsConnection(first: 1) { nodes { id } ${fields} } }`);

  test('on all its pages, once, and only when somebody asks', async () => {
    await createAccount('One more');
    const { count } = await domain.client.countAccounts({});
    const { accountsConnection } = await ask('totalCount totalCountIsExact');
    expect(accountsConnection).toMatchObject({ totalCount: count, totalCountIsExact: true });
    expect((await costOf(() => ask('totalCount totalCountIsExact'))).rpcs).toEqual({
      ListAccounts: 1,
      CountAccounts: 1,
    });
    expect((await costOf(() => ask(''))).rpcs).toEqual({ ListAccounts: 1 });
  });
});

describe('pages by position', () => {
  test('take 0 gives nothing, take 101 gives 100', async () => {
    await makeMany(101, (n) => createAccount(`Many ${n}`));
    const document = 'query ($p: PaginationInput) { accounts(pagination: $p) { id } }';
    const take = async (p: object) => (await graph.ask<{ accounts: Account[] }>(document, { p })).accounts.length;
    expect(await take({ take: 0 })).toBe(0);
    expect(await take({ take: 101 })).toBe(100);
    expect(await take({})).toBe(100);
    expect(await take({ take: 3, skip: 2 })).toBe(3);
  });
});
