import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '@commerce/router/start';
import { ROUTER_CONFIG, startSystem, type System } from '../start-system.ts';

let system: System;
let router: RunningRouter;
let graph: GraphQLClient;
beforeAll(async () => {
  system = await startSystem();
  const { graphs } = system;
  router = await startRouter(
    { ...ROUTER_CONFIG, NODE_ENV: 'production', AUTH: 'off' },
    (name) => Object.entries(graphs).find(([subgraph]) => subgraph === name)?.[1] ?? '',
  );
  graph = graphqlClient(`${router.origin}/graphql`);
});
afterAll(async () => {
  await router.stop();
  await system.stop();
});

test('production serves operations', async () => {
  expect(await graph.query('{ accounts { id } }')).toEqual({ data: { accounts: [] } });
});

test.each(['/playground', '/'])('production has no page at %s', async (path) => {
  expect((await fetch(router.origin + path)).status).toBe(404);
});

test.each(['{ __schema { types { name } } }', '{ __type(name: "Account") { name } }'])(
  'production does not answer %s',
  async (document) => {
    expect(await graph.query(document)).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  },
);

test('production suggests no field that a client did not name', async () => {
  const { errors } = await graph.query('{ acounts { id } }');
  expect(errors?.[0]?.message).toBe('Cannot query field "acounts" on type "Query".');
});

const CREATE = 'mutation ($account: AccountInput!) { createAccount(account: $account) { id } }';

test('production suggests no field that a client did not name in a variable', async () => {
  const { errors } = await graph.query(CREATE, { account: { name: 'Ada', nam: 'Ada' } });
  expect(errors?.[0]?.message).toBe(
    'Variable "$account" is not valid at "account": Field "nam" is not defined by type "AccountInput".',
  );
});

test('what is wrong with a variable is told at a length that does not grow with the variable', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`unknown${n}`, 1]));
  const answers = await Promise.all(
    [unknown, { name: ['x'.repeat(500_000)] }].map((account) => graph.query(CREATE, { account })),
  );
  for (const { errors = [] } of answers) {
    expect(errors.every(({ extensions }) => extensions['code'] === 'BAD_USER_INPUT')).toBe(true);
    expect(JSON.stringify(errors).length).toBeLessThan(50_000);
  }
});

test('production shows no plan', async () => {
  const headers = { 'apollo-query-plan-experimental': '1' };
  expect(await graph.query('{ accounts { id } }', {}, headers)).not.toHaveProperty('extensions');
});

test.each(['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }'])(
  'the router does not answer what only subgraphs are asked: %s',
  async (document) => {
    expect(await graph.query(document)).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  },
);
