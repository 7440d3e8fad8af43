import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { callContext } from '@commerce/platform/call-context';
import { createRetryBudget } from '@commerce/platform/process/retry-budget';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { parse } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { toSubgraphAnswer } from '../execution/subgraph-answer.ts';
import { createSubgraphFetcher, type SubgraphFetcher } from '../fetch-subgraph.ts';
import { httpTransport } from '../http-transport.ts';

let server: Server | undefined;
let fetcher: SubgraphFetcher | undefined;

afterEach(async () => {
  await fetcher?.close();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Asks a subgraph that answers as told. */
async function ask(answer: Answer, query = '{ order { id } }', timeoutMs = PATIENCE_MS) {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return await askAt(`http://127.0.0.1:${port}/graphql`, query, timeoutMs);
}

async function askAt(url: string, query = '{ order { id } }', timeoutMs = PATIENCE_MS) {
  const opened = createSubgraphFetcher('order', httpTransport('order', url, createRetryBudget()), () => {});
  fetcher = opened;
  const headers = { 'x-request-id': 'request-1', authorization: 'Bearer x', traceparent: '00-a-b-01' };
  const { context } = openTestCall(timeoutMs, headers);
  const request = { query, variables: {} };
  return await callContext.run(context, () => toSubgraphAnswer('order', opened.fetch(request, parse(query))));
}

const respond =
  (status: number, body: string): Answer =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };

test("hands on the request's id, credentials, trace context and remaining time", async () => {
  const seen: IncomingMessage['headers'][] = [];
  const before = Date.now();
  await ask(async (request, response) => {
    seen.push(request.headers);
    expect(JSON.parse(await text(request))).toEqual({ query: '{ order { id } }', variables: {} });
    response.end('{"data":{"order":null}}');
  });
  expect(seen[0]).toMatchObject({ authorization: 'Bearer x', traceparent: '00-a-b-01', 'x-request-id': 'request-1' });
  const remaining = Number(seen[0]?.['x-request-timeout-ms']);
  expect(remaining).toBeGreaterThanOrEqual(PATIENCE_MS - (Date.now() - before));
  expect(remaining).toBeLessThanOrEqual(PATIENCE_MS);
});

test('passes on data and errors, whatever the HTTP status', async () => {
  const body = { data: { order: null }, errors: [{ message: 'no' }] };
  const answer = await ask(respond(400, JSON.stringify(body)));
  expect(answer).toMatchObject({ data: body.data, faults: [{ message: 'no', extensions: { subgraph: 'order' } }] });
});

describe('a fetch ends in UNAVAILABLE when its subgraph', () => {
  const unavailable = {
    data: undefined,
    faults: [{ message: expect.stringContaining('The order subgraph'), extensions: { code: 'UNAVAILABLE' } }],
  };

  test.each([
    ['answers with a page', respond(502, '<html>Bad gateway</html>')],
    ['answers with broken JSON', respond(200, '{"data":')],
    ['answers with neither data nor errors', respond(200, '{"status":"ok"}')],
    ['answers with no object', respond(200, '[]')],
    ['hangs up', ((request) => request.socket.destroy()) satisfies Answer],
    ['hangs up in the middle', ((_, response) => response.write('{"da', () => response.destroy())) satisfies Answer],
  ])('%s', async (_what, answer) => {
    expect(await ask(answer)).toMatchObject(unavailable);
  });

  test('is not there', async () => {
    expect(await askAt('http://127.0.0.1:1/graphql')).toMatchObject(unavailable);
  });
});

describe("a fetch ends in INTERNAL_SERVER_ERROR when its subgraph refuses the router's document", () => {
  test.each([
    ['as one of ours does', 400, { code: 'BAD_USER_INPUT', reason: 'GRAPHQL_VALIDATION_FAILED' }],
    ['as another Apollo Server does', 400, { code: 'GRAPHQL_VALIDATION_FAILED' }],
  ])('%s', async (_how, status, extensions) => {
    const body = { errors: [{ message: 'Cannot query field "id" on type "Order".', extensions }] };
    expect(await ask(respond(status, JSON.stringify(body)))).toEqual({
      data: undefined,
      faults: [
        {
          message: 'The server failed; the fault is not in the request.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', subgraph: 'order' },
        },
      ],
    });
  });
});

test("passes on that a subgraph refused a client's value", async () => {
  const extensions = { code: 'BAD_USER_INPUT', fieldViolations: [{ field: 'since', description: 'is no DateTime' }] };
  const body = { errors: [{ message: 'Variable "$since" got invalid value 1; is no DateTime', extensions }] };
  const [error] = body.errors;
  expect(await ask(respond(400, JSON.stringify(body)))).toMatchObject({ data: undefined, faults: [error] });
});

test('a fetch ends in DEADLINE_EXCEEDED when its subgraph takes longer than is left', async () => {
  const answer = await ask((request) => request.resume(), '{ order { id } }', 100);
  server?.closeAllConnections();
  expect(answer).toMatchObject({
    faults: [{ extensions: { code: 'DEADLINE_EXCEEDED', retryable: true } }],
  });
});
