import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem, type System } from '../start-system.ts';
import { type Collector, startCollector } from './collector.ts';
import { spanTree } from './span-tree.ts';
import { HEADERS, TRACE } from './traced-request.ts';

let collector: Collector;
let system: System;
beforeAll(async () => {
  collector = await startCollector();
  system = await startSystem(undefined, {
    EMBEDDED_GRAPHS: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_METRICS_EXPORTER: 'none',
  });
});
afterAll(() => collector.close());

test('a subgraph in the router’s process has a span there, and its RPCs are in that', async () => {
  expect(await system.query('{ accounts { name } }', {}, HEADERS)).toMatchObject({ data: { accounts: [] } });
  // The end sends what is still to be sent.
  await system.stop();
  const spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
  const method = 'commerce.account.v1.AccountService/ListAccounts';
  const rpc = spans.find(({ kind, name }) => kind === 'CLIENT' && name === method);
  const fetched = spans.find(({ spanId }) => spanId === rpc?.parentSpanId);
  expect(fetched).toMatchObject({ service: 'router', kind: 'INTERNAL', name: 'query' });
  expect(spans.map(spanTree(spans).pathTo)).toContainEqual([
    'router SERVER query',
    `router CLIENT ${method}`,
    `account-core SERVER ${method}`,
    'account-core CLIENT SELECT accounts',
  ]);
});
