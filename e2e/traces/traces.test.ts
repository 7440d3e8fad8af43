import { bearer, startIssuer } from '@commerce/testkit/issuer';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { FORM } from '../form.ts';
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
/** All that the processes said. */
let output: string;
/** What came as credentials: of somebody who may do everything, and two that are wrong. */
let tokens: string[];
const SUBJECT = 'grace@example.com';
const SCOPES = 'accounts:read accounts:write catalog:write orders:read orders:write';

// Writes of clients that name no trace, then reads of two that do.
beforeAll(async () => {
  data = await makeDataFolder();
  collector = await startCollector();
  const issuer = await startIssuer();
  const token = await issuer.token({ sub: SUBJECT, scope: SCOPES });
  const expired = await issuer.token({ sub: SUBJECT, exp: 1 });
  tokens = [token, expired, 'no-token-at-all'];
  const child = await startChild(data.path, {
    ...issuer.variables,
    AUTH_ALGORITHMS: 'ES256',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    LOG_LEVEL: 'trace',
    // As separate processes are, unless the other form is asked for: see embedded.test.ts.
    EMBEDDED_GRAPHS: String(FORM === 'edges'),
    ...(elasticsearch && { ELASTICSEARCH_URL: elasticsearch, ELASTICSEARCH_ALIAS: `traces-${process.pid}` }),
  });
  const ask: typeof child.ask = (document, variables, headers) =>
    child.ask(document, variables, { ...bearer(token), ...headers });
  const shop = shopOf({ ...child, ask });
  const account = await shop.createAccount('Grace Hopper');
  order = await shop.createOrder(account, await shop.createProduct({ name: 'Brass lamp' }));
  expect(await ask(EVERYTHING, {}, HEADERS)).toMatchObject({ accounts: [{ name: 'Grace Hopper' }] });
  expect(await child.query(EVERYTHING, {}, { ...bearer(token), ...LATE_HEADERS })).toMatchObject({ errors: [{}] });
  for (const authorization of [`Bearer ${expired}`, 'Basic no-token-at-all']) {
    const { errors } = await child.query(EVERYTHING, {}, { authorization });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(JSON.stringify(errors)).not.toContain(authorization.split(' ')[1]);
  }
  // The end sends what is still to be sent.
  const { code, stdout, stderr } = await child.end('SIGTERM');
  await issuer.stop();
  expect(code).toBe(0);
  output = stdout + stderr;
  lines = logLines(stdout).filter(({ requestId }) => requestId === REQUEST_ID);
});
afterAll(async () => {
  await endPrograms();
  await collector.close();
  await data.remove();
});

/** The spans between the router's and the core's: those of a subgraph, or in its place the router's own of the call. */
function toRpc(domain: string, operation: string, rpc: string): string[] {
  if (FORM === 'edges') return [`router CLIENT ${rpc}`];
  return ['router CLIENT POST /graphql', `${domain}-subgraph SERVER ${operation}`, `${domain}-subgraph CLIENT ${rpc}`];
}

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
      ...toRpc(domain, 'query', rpc),
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
      ...toRpc('order', 'mutation', 'commerce.order.v1.OrderService/CreateOrder'),
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

test('who asked is named by the same hash in the spans and log lines of the router and the cores', () => {
  const hashes = new Map(spansOf(TRACE).map(({ service, attributes }) => [service, attributes['enduser.pseudo.id']]));
  const callers = [...hashes].filter(([, hash]) => hash !== undefined);
  expect(callers.map(([service]) => service).toSorted()).toEqual([
    'account-core',
    'catalog-core',
    'order-core',
    'router',
  ]);
  const [hash] = new Set(callers.map(([, value]) => value));
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set(lines.flatMap(({ subject }) => (subject === undefined ? [] : [subject])))).toEqual(new Set([hash]));
});

test('no credentials, and no subject, are in any log line or span', () => {
  const sent = JSON.stringify(collector.spans);
  // A token's last part alone would do harm: whoever has read the others elsewhere has it.
  for (const secret of [...tokens.map((token) => token.split('.').at(-1) ?? token), SUBJECT]) {
    expect(output.includes(secret)).toBe(false);
    expect(sent.includes(secret)).toBe(false);
  }
});

test('what clients write is in no span', () => {
  const sent = JSON.stringify(collector.spans);
  expect(sent).toContain('$1');
  // Whole words: the digits of a price may be in a span's id.
  for (const value of ['Grace', 'Brass', '49\\.9', '4990', order])
    expect(sent).not.toMatch(new RegExp(`\\b${value}\\b`));
});
