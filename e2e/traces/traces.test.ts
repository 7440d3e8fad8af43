import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { endPrograms } from '@commerce/testkit/program';
import { startChild } from '../restart/child-system.ts';
import { shopOf } from '../shop.ts';
import { type Collector, startCollector } from './collector.ts';
import { type LogLine, logLines, sourceOf } from './log-lines.ts';
import { spanTree } from './span-tree.ts';
import { CLIENT_SPAN, EVERYTHING, HEADERS, LATE_HEADERS, LATE_TRACE, REQUEST_ID, TRACE } from './traced-request.ts';

// With TEST_ELASTICSEARCH=1 the catalog is there.
const { elasticsearch } = storeServers();

let data: DataFolder;
let collector: Collector;
let order: string;
let lines: LogLine[];

// Writes of clients that name no trace, then reads of two that do.
beforeAll(async () => {
  data = await makeDataFolder();
  collector = await startCollector();
  const system = await startChild(data.path, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    LOG_LEVEL: 'debug',
    ...(elasticsearch && { ELASTICSEARCH_URL: elasticsearch, ELASTICSEARCH_ALIAS: `traces-${process.pid}` }),
  });
  const shop = shopOf(system);
  const account = await shop.createAccount('Grace Hopper');
  order = await shop.createOrder(account, await shop.createProduct({ name: 'Brass lamp' }));
  expect(await system.ask(EVERYTHING, {}, HEADERS)).toMatchObject({ accounts: [{ name: 'Grace Hopper' }] });
  expect(await system.query(EVERYTHING, {}, LATE_HEADERS)).toMatchObject({ errors: [{}] });
  // The end sends what is still to be sent.
  const { code, stdout } = await system.end('SIGTERM');
  expect(code).toBe(0);
  lines = logLines(stdout).filter(({ requestId }) => requestId === REQUEST_ID);
});
afterAll(async () => {
  await endPrograms();
  await collector.close();
  await data.remove();
});

function spansOf(trace?: string) {
  return collector.spans.filter(({ traceId }) => traceId === trace);
}

describe('a request that names a trace', () => {
  test("is one tree under the client's span", () => {
    const spans = spansOf(TRACE);
    expect(spanTree(spans).roots).toMatchObject([{ service: 'router', kind: 'SERVER', parentSpanId: CLIENT_SPAN }]);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(spans.filter(({ failed }) => failed)).toEqual([]);
  });

  test.each([
    { domain: 'account', rpc: 'commerce.account.v1.AccountService/ListAccounts', statement: 'SELECT accounts' },
    { domain: 'order', rpc: 'commerce.order.v1.OrderService/BatchListOrdersByAccount', statement: 'SELECT orders' },
    {
      domain: 'catalog',
      rpc: 'commerce.catalog.v1.CatalogService/BatchGetProducts',
      statement: elasticsearch ? 'mget' : 'SELECT products',
    },
  ])('goes through router, subgraph and core to the $domain statement', ({ domain, rpc, statement }) => {
    const spans = spansOf(TRACE);
    expect(spans.map(spanTree(spans).pathTo)).toContainEqual([
      'router SERVER query',
      'router CLIENT POST /graphql',
      `${domain}-subgraph SERVER query`,
      `${domain}-subgraph CLIENT ${rpc}`,
      `${domain}-core SERVER ${rpc}`,
      `${domain}-core CLIENT ${statement}`,
    ]);
  });

  test('has it in the log lines of every part', () => {
    expect(lines.map(sourceOf)).toEqual(
      expect.arrayContaining([
        'router',
        'account',
        'order',
        'catalog',
        'ListAccounts',
        'BatchListOrdersByAccount',
        'BatchGetProducts',
      ]),
    );
    expect(new Set(lines.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const spans = new Set(spansOf(TRACE).map(({ spanId }) => spanId));
    expect(lines.filter(({ spanId }) => !spans.has(String(spanId)))).toEqual([]);
  });
});

test('a request that names no trace is a tree of its own, and nothing but requests is traced', () => {
  const traces = new Set(collector.spans.map(({ traceId }) => traceId));
  expect(traces.size).toBe(5);
  for (const trace of [...traces].filter((id) => id !== TRACE && id !== LATE_TRACE)) {
    expect(spanTree(spansOf(trace)).roots).toMatchObject([{ service: 'router', kind: 'SERVER', parentSpanId: '' }]);
  }
});

test.each(['account.v1.AccountService/BatchGetAccounts', 'catalog.v1.CatalogService/BatchGetProducts'])(
  'a new order leads on to %s',
  (rpc) => {
    const placed = collector.spans.find(({ name }) => name === 'commerce.order.v1.OrderService/CreateOrder');
    const spans = spansOf(placed?.traceId);
    expect(spans.map(spanTree(spans).pathTo)).toContainEqual([
      'router SERVER mutation',
      'router CLIENT POST /graphql',
      'order-subgraph SERVER mutation',
      'order-subgraph CLIENT commerce.order.v1.OrderService/CreateOrder',
      'order-core SERVER commerce.order.v1.OrderService/CreateOrder',
      `order-core CLIENT commerce.${rpc}`,
      `${rpc.split('.')[0]}-core SERVER commerce.${rpc}`,
    ]);
  },
);

test('a request that fails is marked, from the client on', () => {
  const { roots } = spanTree(spansOf(LATE_TRACE));
  expect(roots).toMatchObject([{ failed: true, attributes: { 'error.type': 'DEADLINE_EXCEEDED' } }]);
});

test('what clients write is in no span', () => {
  const sent = JSON.stringify(collector.spans);
  expect(sent).toContain('$1');
  // Whole words: the digits of a price may be in a span's id.
  for (const value of ['Grace', 'Brass', '49\\.9', '4990', order])
    expect(sent).not.toMatch(new RegExp(`\\b${value}\\b`));
});
