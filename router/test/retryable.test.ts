import { openTestCall } from '@commerce/testkit/with-time-left';
import { afterEach, expect, test } from 'vitest';
import { type Answer, closeAll, createAsker, respond, startServer } from './subgraph-servers.ts';

afterEach(closeAll);

const QUERY = '{ order { id } }';
const UNKEYED = 'mutation { order { id } }';
const KEYED = 'mutation { a: order(idempotencyKey: "a") { id } b: order(idempotencyKey: "b") { id } }';
const HALF_KEYED = 'mutation { a: order(idempotencyKey: "a") { id } b: order { id } }';
const BY_VARIABLE = 'mutation ($key: String) { order(idempotencyKey: $key) { id } }';

const lost: Answer = (request) => request.socket.destroy();
const silent: Answer = (request) => request.resume();
const badGateway = respond(502, '');
const rateLimited = respond(429, '');

/** May the client send it again, as its first error says? */
async function isRetryable(query: string, answer: Answer | undefined, variables = {}, timeoutMs?: number) {
  const port = answer ? await startServer(answer) : 1;
  const ask = createAsker(`http://127.0.0.1:${port}/graphql`);
  const { context } = openTestCall(timeoutMs ?? 60_000);
  const { errors } = await ask(query, { variables, context });
  const { retryable, retryAfterMs } = errors?.[0]?.extensions ?? {};
  expect(retryAfterMs === undefined || retryable === true).toBe(true);
  return retryable === true;
}

test.each([
  ['a query on a lost connection', QUERY, lost, true],
  ['a mutation on a lost connection', UNKEYED, lost, false],
  ['a keyed mutation on a lost connection', KEYED, lost, true],
  ['a mutation that is keyed in part', HALF_KEYED, lost, false],
  ['a mutation that reached nobody', UNKEYED, undefined, true],
  ['a query that a proxy lost', QUERY, badGateway, true],
  ['a mutation that a proxy lost', UNKEYED, badGateway, false],
  ['a mutation that a proxy did not let through yet', UNKEYED, rateLimited, true],
])('retryable: %s', async (_what, query, answer, expected) => {
  expect(await isRetryable(query, answer)).toBe(expected);
});

test.each([
  ['a query', QUERY, true],
  ['a mutation', UNKEYED, false],
  ['a keyed mutation', KEYED, true],
])('retryable: %s that took too long', async (_what, query, expected) => {
  expect(await isRetryable(query, silent, {}, 100)).toBe(expected);
});

test.each([
  [{ key: 'a' }, true],
  [{ key: null }, false],
  [{ key: '' }, false],
  [{}, false],
])('retryable: a lost mutation with the key in a variable: %j', async (variables, expected) => {
  expect(await isRetryable(BY_VARIABLE, lost, variables)).toBe(expected);
});

test('a lost mutation says that it may have been done', async () => {
  const ask = createAsker(`http://127.0.0.1:${await startServer(lost)}/graphql`);
  expect((await ask(UNKEYED)).errors?.[0]?.message).toBe(
    'The order subgraph cannot be reached; what was asked may have been done, so look before you ask again.',
  );
});

test.each([
  ['without a key', UNKEYED, false],
  ['with keys', KEYED, true],
])('what fails after a mutation %s: is its request retryable?', async (_what, mutation, expected) => {
  const done = await startServer(respond(200, { data: { order: { id: '1' } } }));
  const error = { message: 'no', path: ['order'], extensions: { code: 'UNAVAILABLE', retryable: true } };
  const failing = await startServer(respond(200, { data: { order: null }, errors: [error] }));
  const { context } = openTestCall(60_000);
  await createAsker(`http://127.0.0.1:${done}/graphql`)(mutation, { context });
  for (const port of [failing, 1]) {
    const { errors } = await createAsker(`http://127.0.0.1:${port}/graphql`)(QUERY, { context });
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAVAILABLE');
    expect(errors?.[0]?.extensions?.['retryable'] === true).toBe(expected);
  }
  // Other requests know nothing of it.
  const { errors } = await createAsker('http://127.0.0.1:1/graphql')(QUERY);
  expect(errors?.[0]?.extensions?.['retryable']).toBe(true);
});
