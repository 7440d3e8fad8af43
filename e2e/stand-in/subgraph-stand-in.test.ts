import { resolve } from 'node:path';
import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { isUuid } from '@commerce/platform/values/uuid';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { startSubgraphStandIn } from '@commerce/testkit/stand-in/subgraph';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTER_CONFIG } from '../start-system.ts';

const [A, B] = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b'];
const ACCOUNT = '__typename id name createdAt version';
const PRODUCT = 'id name description price unitPrice { amount currencyCode } archived createdAt version';

const standIns: RunningSubgraph[] = [];
let [account, catalog]: GraphQLClient[] = [];
beforeAll(async () => {
  account = await start('account');
  catalog = await start('catalog');
});
afterAll(() => Promise.all(standIns.map((standIn) => standIn.stop())));

async function start(name: string, disturbance = {}): Promise<GraphQLClient> {
  const schemaFile = resolve(import.meta.dirname, `../../subgraphs/${name}/graph/schema.graphql`);
  const standIn = await startSubgraphStandIn({ domain: { name, schemaFile }, config: ROUTER_CONFIG, disturbance });
  standIns.push(standIn);
  return graphqlClient(standIn.url);
}

function accountsOf(...ids: string[]) {
  return account?.entities(
    'Account',
    ACCOUNT,
    ids.map((id) => ({ id })),
  );
}

describe('the stand-in of a subgraph', () => {
  test('has an entity for each representation, in the order asked, the same for the same key', async () => {
    const answer = await accountsOf(B, A, B);
    expect(answer?.errors).toBeUndefined();
    const [first, second, third] = answer?.data?._entities ?? [];
    expect([first, second]).toMatchObject([
      { __typename: 'Account', id: B },
      { __typename: 'Account', id: A },
    ]);
    expect(third).toEqual(first);
    expect(second).not.toMatchObject({ name: (first as { name: string }).name });
    expect(await accountsOf(B, A, B)).toEqual(answer);
  });

  test('has values that are valid for their scalars', async () => {
    const answer = await catalog?.entities('Product', PRODUCT, [{ id: A }]);
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            id: A,
            name: expect.stringMatching(/^Product name \w+$/),
            description: expect.stringMatching(/^Product description \w+$/),
            price: expect.any(Number),
            unitPrice: { amount: expect.stringMatching(/^\d+\.\d\d$/), currencyCode: 'USD' },
            archived: false,
            createdAt: expect.stringMatching(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
            version: expect.any(Number),
          },
        ],
      },
    });
  });

  test('gives the same entity to a root field, to a list and to a router', async () => {
    const ask = `query ($id: ID!, $text: String!) { account(id: $id) { ${ACCOUNT} } accounts(id: $text) { ${ACCOUNT} } }`;
    const answer = await account?.ask(ask, { id: A, text: A });
    const [entity] = (await accountsOf(A))?.data?._entities ?? [];
    expect(answer).toEqual({ account: entity, accounts: [entity] });
  });

  test('lists a few entities with ids of their own, whose nodes are those of its edges', async () => {
    interface Lists {
      accounts: { id: string }[];
      accountsConnection: { nodes: object[]; edges: { node: object }[]; pageInfo: object };
    }
    const lists = await account?.ask<Lists>(`{
      accounts { id }
      accountsConnection { nodes { id name } edges { node { id name } } pageInfo { hasNextPage } }
    }`);
    const ids = lists?.accounts.map(({ id }) => id) ?? [];
    expect(ids.map((id) => isUuid(id))).toEqual([true, true, true]);
    expect(new Set(ids).size).toBe(3);
    expect(lists?.accountsConnection.nodes).toHaveLength(3);
    expect(lists?.accountsConnection.edges.map(({ node }) => node)).toEqual(lists?.accountsConnection.nodes);
    expect(lists?.accountsConnection.pageInfo).toEqual({ hasNextPage: false });
  });

  test('repeats what a mutation says', async () => {
    const created = await catalog?.ask(`mutation {
      createProduct(product: { name: "Lamp", description: "Brass", price: 49.9 }) { name description price }
    }`);
    expect(created).toEqual({ createProduct: { name: 'Lamp', description: 'Brass', price: 49.9 } });
    const renamed = 'mutation ($id: ID!) { updateAccount(id: $id, account: { name: "Ada" }) { id name } }';
    expect(await account?.ask(renamed, { id: A })).toEqual({ updateAccount: { id: A, name: 'Ada' } });
  });

  test('fails, when it is told to, as the subgraph itself would', async () => {
    const failing = await start('account', { error: 'Unavailable' });
    const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 };
    expect(await failing.query(`{ account(id: "${A}") { name } }`)).toMatchObject({
      data: { account: null },
      errors: [{ path: ['account'], message: 'The account service cannot be reached; retry later.', extensions }],
    });
    expect(await failing.entities('Account', 'id name', [{ id: A }])).toMatchObject({
      data: { _entities: [null] },
      errors: [{ path: ['_entities', 0, 'name'], extensions }],
    });
  });
});
