import { readFile } from 'node:fs/promises';
import { type Cost, costOf } from '@commerce/testkit/cost';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { allSpans, type Span, type Trace } from './trace.ts';

describe.each(['true', 'false'] as const)('with EMBEDDED_GRAPHS=%s', (EMBEDDED_GRAPHS) => {
  let system: System;
  let account: string;
  let product: string;
  beforeAll(async () => {
    system = await startSystem(undefined, { EMBEDDED_GRAPHS });
    const shop = shopOf(system);
    account = await shop.createAccount('Grace Hopper');
    product = await shop.createProduct({ name: 'Brass lamp' });
    await shop.createOrder(account, product);
  });
  afterAll(() => system.stop());

  const ASKING = { 'commerce-expose-trace': '1' };

  const NESTED = '{ accounts { name orders { products { product { name unitsSold } } } } }';

  const PLACE = 'mutation ($order: OrderInput!) { createOrder(order: $order) { id } }';

  async function traceOf(document: string, variables = {}, headers: Record<string, string> = ASKING): Promise<Trace> {
    const { extensions } = (await system.query(document, variables, headers)) as { extensions?: { trace: Trace } };
    if (!extensions) throw new Error('No trace came.');
    return extensions.trace;
  }

  describe('a nested operation', () => {
    let trace: Trace;
    let cost: Cost;
    beforeAll(async () => {
      cost = await costOf(async () => (trace = await traceOf(NESTED)));
    });

    test('has counted what the counters of cores and stores count', () => {
      const { rpcs, statements } = trace.counts;
      expect({ rpcs, statements }).toEqual(cost);
      expect(trace.counts.fetches).toEqual({ account: 1, order: 1, catalog: 1 });
    });

    test('shows each fetch, in it each RPC, and in that each statement', () => {
      const shown = (spans: Span[]): unknown[] =>
        spans
          .filter(({ kind }) => kind === 'fetch' || kind === 'rpc')
          .map(({ name, spans: within = [] }) => [name, ...shown(within)]);
      expect(shown(trace.spans)).toEqual([
        ['account', ['ListAccounts']],
        ['order', ['BatchListOrdersByAccount'], ['BatchGetUnitsSold']],
        ['catalog', ['BatchGetProducts']],
      ]);
      const all = allSpans(trace.spans);
      for (const rpc of all.filter(({ kind }) => kind === 'rpc')) {
        expect(rpc).toMatchObject({
          status: 'OK',
          requestBytes: expect.any(Number),
          responseBytes: expect.any(Number),
        });
        expect(rpc.spans?.some(({ kind, rows }) => kind === 'statement' && rows === 1)).toBe(true);
      }
      const statements = all.filter(({ kind }) => kind === 'statement').map(({ store }) => store);
      const inAll = (store: string) => statements.filter((each) => each === store).length;
      for (const [store, number] of Object.entries(cost.statements)) expect(inAll(store)).toBe(number);
    });

    test('has each span within the one around it', () => {
      expect(outside(trace.spans, 0, trace.durationMs)).toEqual([]);
    });

    test('says of each fetch which one of the plan it is, and how many entities it asks for', () => {
      expect(trace.plan).toMatchObject({
        kind: 'sequence',
        nodes: [
          { kind: 'fetch', id: 0, subgraph: 'account', path: [] },
          { kind: 'fetch', id: 1, subgraph: 'order', path: ['accounts'], entities: ['Account { id }'] },
          { kind: 'fetch', id: 2, subgraph: 'catalog', entities: ['Product { id }'] },
        ],
      });
      expect(
        trace.spans.flatMap(({ node, representations }) => (node === undefined ? [] : [[node, representations]])),
      ).toEqual([
        [0, undefined],
        [1, 1],
        [2, 1],
      ]);
    });

    test('says what a fetch sent and was answered, where it went over HTTP', () => {
      const size: unknown = expect.any(Number);
      const overHttp = { requestBytes: size, responseBytes: size, httpStatus: 200 };
      const said = trace.spans
        .filter(({ kind }) => kind === 'fetch')
        .map(({ requestBytes, responseBytes, httpStatus }) => ({ requestBytes, responseBytes, httpStatus }));
      expect(said).toEqual([1, 2, 3].map(() => (EMBEDDED_GRAPHS === 'false' ? overHttp : {})));
    });

    test('says what was there from a request before', async () => {
      expect(trace.cached).toEqual({ document: false, plan: false });
      const again = await traceOf(NESTED);
      expect(again.cached).toEqual({ document: true, plan: true });
      expect(allSpans(again.spans).map(({ kind }) => kind)).not.toContain('parse');
      // The same under another name: it is parsed, and has its plan.
      expect((await traceOf(NESTED.replace('accounts', 'all: accounts'))).cached).toEqual({
        document: false,
        plan: true,
      });
    });
  });

  test('says what operations/costs.yaml has for the operation of that name, and nothing of one that it has not', async () => {
    const costs = parseYaml(await readFile('operations/costs.yaml', 'utf8')) as Record<string, Cost>;
    const document = await readFile('operations/product-page.graphql', 'utf8');
    expect((await traceOf(document, { id: product })).expected).toEqual(costs['product-page']);
    expect(await traceOf('query Another { accounts { name } }')).not.toHaveProperty('expected');
  });

  test('a core that asks other cores shows what these did', async () => {
    const variables = { order: { accountId: account, products: [{ id: product, quantity: 1 }] } };
    let trace: Trace | undefined;
    const cost = await costOf(async () => (trace = await traceOf(PLACE, variables)));
    expect(trace?.counts).toMatchObject(cost);
    const placed = allSpans(trace?.spans ?? []).find(({ name }) => name === 'CreateOrder');
    for (const [name, store] of [
      ['BatchGetAccounts', 'account'],
      ['BatchGetProducts', 'catalog'],
    ] as const) {
      const asked = placed?.spans?.find((span) => span.name === name);
      // On a new connection another one comes before it, which sets its timeout.
      expect(asked?.spans?.findLast(({ kind }) => kind === 'statement')).toMatchObject({ store, rows: 1 });
    }
  });

  test.each<[string, Record<string, string>]>([
    ['does not ask', {}],
    ['asks with another value', { 'commerce-expose-trace': 'true' }],
  ])('a request that %s has none', async (_, headers) => {
    expect(await system.query(NESTED, {}, headers)).not.toHaveProperty('extensions');
  });

  test('what clients wrote, and where the parts are, is in no span', async () => {
    const trace = await traceOf(
      'query ($id: ID!) { account(id: $id) { name orders { id } } products(query: "brass") { name } }',
      {
        id: account,
      },
    );
    const { port } = new URL(system.origin);
    const places = [port, ...Object.values(system.cores), ...Object.values(system.graphs)];
    const spans = JSON.stringify(trace.spans);
    expect(spans).toContain('$1');
    for (const word of [account, product, 'Grace', 'brass', 'Brass', '127.0.0.1', 'localhost', ...places])
      expect(spans).not.toContain(word);
  });

  test('an operation that makes as many calls as one may has a trace that is not much larger than others', async () => {
    const fields = Array.from({ length: 90 }, (_, n) => `a${n}: accounts(pagination: { skip: ${n} }) { id }`);
    const trace = await traceOf(`{ ${fields.join(' ')} }`);
    expect(trace.counts).toMatchObject({ rpcs: { ListAccounts: 90 } });
    expect(trace.counts.statements['account']).toBeGreaterThanOrEqual(90);
    expect(JSON.stringify(trace).length).toBeLessThan(256 * 1024);
  });

  test('an error is at its place', async () => {
    const refused = await traceOf(PLACE, { order: { accountId: account, products: [] } });
    expect(allSpans(refused.spans)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'fetch', errors: { BAD_USER_INPUT: 1 } }),
        expect.objectContaining({ name: 'CreateOrder', error: 'INVALID_ARGUMENT', status: 'INVALID_ARGUMENT' }),
      ]),
    );
    expect((await traceOf('{ nothing }')).spans).toMatchObject([
      { kind: 'parse' },
      { kind: 'validate', error: 'FAILED' },
    ]);

    await system.stopPart('catalog core');
    const failed = allSpans((await traceOf(NESTED)).spans);
    expect(failed.filter(({ error }) => error !== undefined)).toMatchObject([
      { name: 'BatchGetProducts', error: 'UNAVAILABLE' },
    ]);
    expect(failed.find(({ subgraph }) => subgraph === 'catalog')).toMatchObject({ errors: { UNAVAILABLE: 1 } });

    await system.stopPart('catalog graph');
    expect((await traceOf(NESTED)).spans.find(({ subgraph }) => subgraph === 'catalog')).toMatchObject({
      error: 'UNAVAILABLE',
      ...(EMBEDDED_GRAPHS === 'false' && { attempts: 2 }),
    });
  });

  /** The names of spans that do not lie within a time, or within the span around them. */
  function outside(spans: readonly Span[], from: number, to: number): string[] {
    return spans.flatMap(({ name, startMs, durationMs, spans: within = [] }) => [
      // Each number is rounded.
      ...(startMs < from - 0.05 || startMs + durationMs > to + 0.05 ? [name] : []),
      ...outside(within, startMs, startMs + durationMs),
    ]);
  }
});
