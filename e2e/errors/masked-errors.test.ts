import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRouter } from '@commerce/router/start';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROUTER_CONFIG } from '../start-system.ts';

// The real router in front of a subgraph that fails in ways in which ours should not. Whatever it says, no word of it
// may reach the client.

let answer: { status: number; body: string };
let subgraph: Server;
let router: Awaited<ReturnType<typeof startRouter>>;
let graph: GraphQLClient;

beforeEach(async () => {
  subgraph = createServer((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const { port } = subgraph.address() as AddressInfo;
  router = await startRouter(ROUTER_CONFIG, () => `http://127.0.0.1:${port}/graphql`);
  graph = graphqlClient(`${router.origin}/graphql`);
});
afterEach(async () => {
  await router.stop();
  subgraph.closeAllConnections();
  await new Promise((resolve) => subgraph.close(resolve));
});

const SECRET = 'SELECT password FROM accounts at 10.0.0.7:5432';

test.each([
  ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
  ['a code that nobody knows', 'P2025'],
  ['no code', undefined],
])('an error with %s is masked', async (_, code) => {
  const extensions = { code, stacktrace: [SECRET], exception: { message: SECRET }, url: SECRET };
  const errors = [{ message: SECRET, path: ['accounts'], extensions }];
  answer = { status: 200, body: JSON.stringify({ data: { accounts: null }, errors }) };
  const response = await graph.query('{ accounts { id } }');
  expect(response).toMatchObject({
    data: { accounts: null },
    errors: [{ message: 'The server failed; the fault is not in the request.', path: ['accounts'] }],
  });
  expect(response.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', subgraph: 'account' });
  expect(JSON.stringify(response)).not.toMatch(/password|5432/);
});

test('of an error with a known code only known extensions pass', async () => {
  const extensions = { code: 'NOT_FOUND', reason: 'GONE', stacktrace: [SECRET], internal: SECRET };
  const errors = [{ message: 'It is gone.', path: ['accounts'], extensions }];
  answer = { status: 200, body: JSON.stringify({ data: { accounts: null }, errors }) };
  const error = await graph.refusal('{ accounts { id } }');
  expect(error).toMatchObject({ message: 'It is gone.' });
  expect(error.extensions).toEqual({ code: 'NOT_FOUND', reason: 'GONE', subgraph: 'account' });
});

test.each([
  ['a proxy’s page', { status: 502, body: `<h1>${SECRET}</h1>` }],
  ['JSON that is no GraphQL', { status: 500, body: JSON.stringify({ message: SECRET }) }],
  ['nothing', { status: 200, body: '' }],
])('a subgraph that answers with %s is unavailable', async (_, given) => {
  answer = given;
  const error = await graph.refusal('{ accounts { id } }');
  expect(error).toMatchObject({ message: 'The account subgraph cannot be reached; retry later.', path: ['accounts'] });
  expect(error.extensions).toEqual({
    code: 'UNAVAILABLE',
    retryable: true,
    retryAfterMs: 1_000,
    subgraph: 'account',
  });
});
