import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { freePort } from '@commerce/testkit/free-port';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, closeAll, createAsker, nameStandsFor, respond, startServer } from './subgraph-servers.ts';

// A subgraph with three replicas behind one name.
const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const QUERY = '{ order { id } }';
const MUTATION = 'mutation { order { id } }';
const ok = respond(200, { data: { order: null } });
const shed = respond(503, '', { 'retry-after': '1' });

afterEach(closeAll);

/** Starts replicas that answer as told; one without an answer is not there. */
async function startReplicas(answers: (Answer | undefined)[]) {
  const requests = answers.map(() => 0);
  const port = await freePort();
  for (const [index, answer] of answers.entries()) {
    const count: Answer = (request, response) => {
      requests[index] = (requests[index] ?? 0) + 1;
      answer?.(request, response);
    };
    if (answer) await startServer(count, ADDRESSES[index], port);
  }
  nameStandsFor(ADDRESSES);
  return { requests, ask: createAsker(`http://order-subgraph:${port}/graphql`) };
}

const die: Answer = (request) => request.socket.destroy();
const total = (requests: number[]) => requests.reduce((sum, count) => sum + count);

test.each([
  ['a query', QUERY],
  ['a mutation', MUTATION],
])('%s that a subgraph dies of reaches one replica alone', async (_what, query) => {
  const { requests, ask } = await startReplicas([die, die, die]);
  expect(await ask(query)).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
  expect(total(requests)).toBe(1);
});

test.each([
  ['a query', QUERY],
  ['a mutation', MUTATION],
])('%s goes to the replica that is there', async (_what, query) => {
  const { requests, ask } = await startReplicas([undefined, ok, undefined]);
  for (let index = 0; index < 3; index += 1) expect(await ask(query)).toEqual({ data: { order: null } });
  expect(requests).toEqual([0, 3, 0]);
});

test('a replica that is not there is not tried again at once', async () => {
  let refused = 0;
  const count = () => (refused += 1);
  subscribe('undici:client:connectError', count);
  const { ask } = await startReplicas([undefined, ok, ok]);
  for (let index = 0; index < 30; index += 1) await ask(QUERY);
  unsubscribe('undici:client:connectError', count);
  expect(refused).toBe(1);
});

test('requests go to all replicas in turn', async () => {
  const { requests, ask } = await startReplicas([ok, ok, ok]);
  for (let index = 0; index < 9; index += 1) await ask(QUERY);
  expect(requests).toEqual([3, 3, 3]);
});

describe('when a replica has too much to do', () => {
  test('a query goes to the next', async () => {
    const { requests, ask } = await startReplicas([shed, ok, shed]);
    for (let index = 0; index < 2; index += 1) expect(await ask(QUERY)).toEqual({ data: { order: null } });
    expect(requests).toEqual([1, 2, 0]);
  });

  test('a mutation is answered with that', async () => {
    const { requests, ask } = await startReplicas([shed, ok, ok]);
    expect(await ask(MUTATION)).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect(total(requests)).toBe(1);
  });

  test('and all others have, no more than a tenth of the queries are sent again', async () => {
    const { requests, ask } = await startReplicas([shed, shed, shed]);
    for (let index = 0; index < 200; index += 1) await ask(QUERY);
    // The budget begins with ten.
    expect(total(requests)).toBeLessThanOrEqual(200 + 20 + 10);
    expect(total(requests)).toBeGreaterThan(200 + 10);
  });

  test('a client is told when to try again', async () => {
    const busy = respond(503, '', { 'retry-after': '7' });
    const { ask } = await startReplicas([busy, busy, busy]);
    expect(await ask(QUERY)).toMatchObject({
      errors: [{ extensions: { retryable: true, retryAfterMs: 7_000 } }],
    });
  });
});
