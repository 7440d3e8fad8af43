import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { ask, post } from '../graphql-client.ts';
import { endChildren, startChild } from '../restart/child-system.ts';
import { shopOf } from '../shop.ts';
import { type Collector, startCollector } from './collector.ts';
import { spanTree } from './span-tree.ts';

let data: DataFolder;
let collector: Collector;
beforeEach(async () => {
  data = await makeDataFolder();
  collector = await startCollector();
});
afterEach(async () => {
  await endChildren();
  await collector.close();
  await data.remove();
});

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';
const HEADERS = { traceparent: `00-${TRACE}-${CLIENT_SPAN}-01`, 'x-request-id': 'the-request' };

const EVERYTHING = 'query Everything { accounts { name orders { totalPrice products { product { name price } } } } }';

describe('a request that touches every part', () => {
  test("is one tree under the client's span, and its log lines name the same trace", async () => {
    const system = await startChild(data.path, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LOG_LEVEL: 'debug' });
    await fillShop(system.origin);
    expect(await ask(system.origin, EVERYTHING, {}, HEADERS)).toMatchObject({ accounts: [{ name: 'Grace Hopper' }] });
    // The end sends what is still to be sent.
    const { code, stdout } = await system.end('SIGTERM');
    expect(code).toBe(0);

    const spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
    const tree = spanTree(spans);
    expect(tree.roots).toMatchObject([{ service: 'router', kind: 'SERVER', parentSpanId: CLIENT_SPAN }]);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    const statements = spans.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
    expect(statements.map(tree.pathTo)).toEqual(
      expect.arrayContaining([
        pathThrough('account', 'commerce.account.v1.AccountService/ListAccounts', 'SELECT accounts'),
        pathThrough('order', 'commerce.order.v1.OrderService/BatchListOrdersByAccount', 'WITH orders'),
        pathThrough('catalog', 'commerce.catalog.v1.CatalogService/BatchGetProducts', 'SELECT products'),
      ]),
    );
    expect(spans.filter(({ failed }) => failed)).toEqual([]);

    const lines = logLines(stdout).filter(({ requestId }) => requestId === 'the-request');
    expect(lines.map(({ server, method }) => server ?? method)).toEqual(
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
  }, 60_000);

  test('is one tree of its own where the client names no trace, down to the cores that an order asks', async () => {
    const system = await startChild(data.path, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const { order } = await fillShop(system.origin);
    await system.end('SIGTERM');

    const spansOf = (id?: string) => collector.spans.filter(({ traceId }) => traceId === id);
    for (const id of new Set(collector.spans.map(({ traceId }) => traceId))) {
      expect(spanTree(spansOf(id)).roots).toMatchObject([{ service: 'router', kind: 'SERVER', parentSpanId: '' }]);
    }
    const placing = collector.spans.find(({ name, kind }) => name.endsWith('/CreateOrder') && kind === 'SERVER');
    const spans = spansOf(placing?.traceId);
    const asked = spans.filter(
      ({ service, kind }) => service !== 'order-core' && service.endsWith('-core') && kind === 'SERVER',
    );
    const above = [
      'router SERVER mutation',
      'router CLIENT POST /graphql',
      'order-subgraph SERVER mutation',
      'order-subgraph CLIENT commerce.order.v1.OrderService/CreateOrder',
      'order-core SERVER commerce.order.v1.OrderService/CreateOrder',
    ];
    expect(asked.map(spanTree(spans).pathTo)).toEqual(
      expect.arrayContaining(
        ['account.v1.AccountService/BatchGetAccounts', 'catalog.v1.CatalogService/BatchGetProducts'].map((rpc) => [
          ...above,
          `order-core CLIENT commerce.${rpc}`,
          `${rpc.split('.')[0]}-core SERVER commerce.${rpc}`,
        ]),
      ),
    );
    // What clients wrote stays with us.
    const sent = JSON.stringify(collector.spans);
    expect(sent).toContain('$1');
    for (const value of ['Grace', 'Brass lamp', '49.9', '4990', order]) expect(sent).not.toContain(value);
  }, 60_000);
});

/** The path from the client to a statement. */
function pathThrough(domain: string, rpc: string, statement: string): string[] {
  return [
    'router SERVER query',
    'router CLIENT POST /graphql',
    `${domain}-subgraph SERVER query`,
    `${domain}-subgraph CLIENT ${rpc}`,
    `${domain}-core SERVER ${rpc}`,
    `${domain}-core CLIENT ${statement}`,
  ];
}

async function fillShop(origin: string): Promise<{ order: string }> {
  const shop = shopOf({ ask: (...request) => ask(origin, ...request) });
  const account = await shop.createAccount('Grace Hopper');
  return { order: await shop.createOrder(account, await shop.createProduct({ name: 'Brass lamp' })) };
}

function logLines(stdout: string): Record<string, unknown>[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
