import { afterEach, expect, test } from 'vitest';
import { closeAll, createAsker, respond, startServer } from './subgraph-servers.ts';

afterEach(closeAll);

async function extensionsFor(status: number, body: unknown, headers?: Record<string, string>) {
  const port = await startServer(respond(status, body, headers));
  const { errors } = await createAsker(`http://127.0.0.1:${port}/graphql`)('{ order { id } }');
  expect(errors).toHaveLength(1);
  return errors?.[0]?.extensions;
}

const tooLarge = { code: 'BAD_USER_INPUT', reason: 'REQUEST_TOO_LARGE' };
const overloaded = { code: 'RESOURCE_EXHAUSTED', reason: 'OVERLOADED', retryable: true, retryAfterMs: 500 };

test.each([
  [401, '<h1>no</h1>', { code: 'UNAUTHENTICATED' }],
  [401, { message: 'Unauthorized' }, { code: 'UNAUTHENTICATED' }],
  [403, '', { code: 'FORBIDDEN' }],
  [404, '', { code: 'INTERNAL_SERVER_ERROR' }],
  [408, '', { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 }],
  [413, '', { code: 'RESOURCE_EXHAUSTED', reason: 'REQUEST_TOO_LARGE' }],
  [
    413,
    { errors: [{ message: 'no', extensions: tooLarge }] },
    { code: 'RESOURCE_EXHAUSTED', reason: 'REQUEST_TOO_LARGE' },
  ],
  [502, '', { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 }],
  [503, { errors: [{ message: 'busy', extensions: overloaded }] }, overloaded],
  [
    200,
    { data: null, errors: [{ message: 'too much', extensions: { code: 'RESOURCE_EXHAUSTED' } }] },
    { code: 'RESOURCE_EXHAUSTED' },
  ],
])('%i with %j is told as what it is', async (status, body, expected) => {
  expect(await extensionsFor(status, body)).toEqual({ ...expected, subgraph: 'order' });
});

test.each([
  ['30', 30_000],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 1_000],
  [undefined, 1_000],
])('429 with Retry-After: %s', async (retryAfter, retryAfterMs) => {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  const expected = { code: 'RESOURCE_EXHAUSTED', reason: 'RATE_LIMITED', retryable: true, retryAfterMs };
  expect(await extensionsFor(429, '', headers)).toEqual({ ...expected, subgraph: 'order' });
});
