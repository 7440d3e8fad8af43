import { log } from '@commerce/platform/log';
import { metrics } from '@commerce/platform/metrics';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { boundedLabels } from '../requests/bounded-labels.ts';
import { requestLines } from '../requests/request-lines.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// The level first: it gives the log new functions.
log.level = 'info';
const info = vi.spyOn(log, 'info').mockImplementation(() => {});
let graph: SmallGraph;
beforeAll(async () => {
  graph = await startSmallGraph(ROUTER_CONFIG);
});
afterAll(async () => {
  log.level = 'silent';
  await graph.stop();
});
beforeEach(() => void info.mockClear());

describe('each request is a line in the log', () => {
  test('with what it asked for, who asked, what it came to and where else it is found', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    await ask('query Z { z }', {
      'apollographql-client-name': 'shop',
      'x-request-id': 'a-1',
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    });
    expect(await line()).toMatchObject({
      operation: 'Z',
      type: 'query',
      client: 'shop',
      outcome: 'ok',
      status: 200,
      durationMs: expect.any(Number),
      cost: expect.any(Number),
      requestId: 'a-1',
      traceId: trace,
    });
  });

  test.each([
    ['a document that is not valid', { query: '{ nothing }' }, 'client_error', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a body that is no request', [], 'client_error', 400, 'BAD_REQUEST'],
  ])('%s has its reason', async (_what, body, outcome, status, refusal) => {
    await send(JSON.stringify(body));
    expect(await line()).toMatchObject({ outcome, status, refusal, client: 'unnamed' });
  });

  test('what is refused before its body is read, too', async () => {
    await send('{', { accept: 'text/html' });
    expect(await line()).toMatchObject({ outcome: 'client_error', status: 406 });
  });
});

describe('metrics', () => {
  test('tell operations, clients, and what became of a request apart', async () => {
    await ask('query Known { z }', { 'apollographql-client-name': 'kiosk' });
    await ask('query Wrong { nothing }');
    await line();
    const text = await metrics.metrics();
    expect(text).toContain('graphql_operation_duration_seconds_count{operation="Known",outcome="ok"} 1');
    expect(text).toContain('graphql_client_requests_total{client="kiosk",outcome="ok"} 1');
    expect(text).toMatch(/graphql_operation_duration_seconds_count\{operation="none",outcome="client_error"\} [1-9]/);
    expect(text).toMatch(/graphql_refused_requests_total\{reason="GRAPHQL_VALIDATION_FAILED"\} [1-9]/);
    expect(text).toMatch(
      /http_server_request_duration_seconds_count\{http_request_method="POST",http_route="\/graphql",http_response_status_code="400",url_scheme="http"\} [1-9]/,
    );
    expect(text).toMatch(/query_plan_cache_total\{result="miss"\} [1-9]/);
    expect(text).toMatch(/^supergraph_info\{sha256="[\da-f]{64}"\} \d/m);
  });

  test('do not grow with what a client makes up', async () => {
    const made = Array.from({ length: 150 }, (_, index) => index);
    const headers = (index: number) => ({ 'apollographql-client-name': `made-up-${index}` });
    for (const index of made) {
      await ask(`query MadeUp${index} { z }`, headers(index));
      await ask(`query NotValid${index} { nothing }`, headers(index));
      await fetch(`${graph.origins.router}/made-up/${index}`, { method: 'REPORT' });
    }
    const text = await metrics.metrics();
    const series = (pattern: RegExp) => new Set(text.match(pattern)).size;
    expect(series(/operation="MadeUp\d+"/g)).toBeLessThanOrEqual(100);
    expect(series(/client="made-up-\d+"/g)).toBeLessThanOrEqual(50);
    expect(text).not.toMatch(/NotValid|made-up\/|REPORT/);
    expect(text).toMatch(/graphql_operation_duration_seconds_count\{operation="other",outcome="ok"\} [1-9]/);
    expect(text).toMatch(/graphql_client_requests_total\{client="other",outcome="ok"\} [1-9]/);
  });

  test('have no label that is as long as a client likes', () => {
    expect(boundedLabels(2)('x'.repeat(100))).toBe('other');
  });
});

describe('under load', () => {
  const facts = { begunAt: 0, client: 'shop' };
  const usual = { operation: 'Z', outcome: 'ok', seconds: 0.01, status: 200 } as const;

  test('some requests have a line, and the next one says how many had none; slow ones and faults still have', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const write = requestLines(500);
      for (let count = 0; count < 1_000; count += 1) write(facts, usual);
      expect(info.mock.calls).toHaveLength(100);
      write(facts, { ...usual, seconds: 0.5 });
      write(facts, { ...usual, outcome: 'fault' });
      expect(info.mock.calls.slice(100)).toMatchObject([
        [{ slow: true, notLogged: 900 }, 'request'],
        [{ outcome: 'fault', slow: undefined, notLogged: undefined }, 'request'],
      ]);
      for (let count = 0; count < 1_000; count += 1) write(facts, { ...usual, outcome: 'fault' });
      expect(info.mock.calls).toHaveLength(200);
      vi.advanceTimersByTime(1_000);
      write(facts, usual);
      expect(info.mock.calls).toHaveLength(201);
    } finally {
      vi.useRealTimers();
    }
  });
});

async function send(body: string, headers: Record<string, string> = {}): Promise<void> {
  const all = { 'content-type': 'application/json', ...headers };
  await (await fetch(`${graph.origins.router}/graphql`, { method: 'POST', headers: all, body })).text();
}

async function ask(query: string, headers: Record<string, string> = {}): Promise<void> {
  await send(JSON.stringify({ query }), headers);
}

/** The last line of a request: it is written when the response is sent, which its client may know before. */
async function line(): Promise<unknown> {
  await expect.poll(() => info.mock.calls.filter(([, message]) => message === 'request')).not.toEqual([]);
  return info.mock.calls.findLast(([, message]) => message === 'request')?.[0];
}
