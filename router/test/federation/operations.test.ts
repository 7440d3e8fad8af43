import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Kind, parse, print, visit } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { difference } from './compare.ts';
import { createOwnExecutor } from './own-executor.ts';
import { type Answer, composeFederation, type FetchSubgraph } from './served-federation.ts';
import { pick } from './pick.ts';
import { createStockExecutor } from './stock-executor.ts';
import type { Fault } from './thing.ts';

// The operations of clients, over this project's own schemas and made-up data, by both executors.

const ROOT = join(import.meta.dirname, '../../..');
const OPERATIONS = join(ROOT, 'operations');
const documents = readdirSync(OPERATIONS).flatMap((file) =>
  file.endsWith('.graphql')
    ? [[basename(file, '.graphql'), readFileSync(join(OPERATIONS, file), 'utf8')] as const]
    : [],
);
const SEEDS = [1, 2, 3, 4, 5, 6];

const DOMAINS = ['account', 'catalog', 'order'];

const LEFT_OUT = new Set(['listSize', 'pageSize', 'cacheControl', 'authenticated', 'requiresScopes']);

const { facts, supergraphSdl, serve: serveAll } = composed();

function composed() {
  const federation = composeFederation(Object.fromEntries(DOMAINS.map((domain) => [domain, schemaOf(domain)])));
  if ('problems' in federation) throw new Error(federation.problems.join('\n'));
  return federation;
}

/** What both executors have no use for is left out: what a list costs, who may see what, how long it may be kept. */
function schemaOf(domain: string): string {
  const text = readFileSync(join(ROOT, 'subgraphs', domain, 'graph/schema.graphql'), 'utf8');
  return print(
    visit(parse(text), {
      [Kind.SCHEMA_EXTENSION]: () => null,
      [Kind.DIRECTIVE_DEFINITION]: () => null,
      Directive: ({ name }) => (LEFT_OUT.has(name.value) ? null : undefined),
    }),
  );
}

function variablesOf(name: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(join(OPERATIONS, `${name}.json`), 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** What the subgraphs are served with now, and which of them is down. */
let served: ReturnType<typeof serveAll>;
let down: string | undefined;
function serve(faults: Fault[], seed: number, without?: string): void {
  served = serveAll(faults, seed);
  down = without;
}
const fetchSubgraph: FetchSubgraph = async (subgraph, request) => {
  if (subgraph === down) throw new Error('It is down.');
  return served.fetchSubgraph(subgraph, request);
};
let executors: Record<'own' | 'stock', Awaited<ReturnType<typeof createStockExecutor>>>;
beforeAll(async () => {
  const [own, stock] = await Promise.all(
    [createOwnExecutor, createStockExecutor].map((create) => create(supergraphSdl, fetchSubgraph)),
  );
  if (own && stock) executors = { own, stock };
});
afterAll(() => executors.stock.stop());

/** Some fields that fail, in each of the ways that there are. Keys do not: an entity without one is none. */
function faultsOf(seed: number): Fault[] {
  const able = facts.coordinates.filter((coordinate) => !coordinate.endsWith('.id'));
  return able.flatMap((coordinate) => {
    const how = (['throw', 'null', 'item'] as const)[pick([seed, coordinate], 12)];
    return how ? [{ coordinate, n: pick([seed, coordinate, 'n'], coordinate.startsWith('Query.') ? 1 : 4), how }] : [];
  });
}

describe.each(documents)('%s', (name, text) => {
  const operation = { document: parse(text), variables: variablesOf(name) };

  test('is answered alike by both executors, to the byte', async () => {
    for (const seed of SEEDS) {
      serve([], seed);
      const stock = await executors.stock.execute(operation);
      expect(JSON.stringify(await executors.own.execute(operation))).toBe(JSON.stringify(stock));
      expect(stock).not.toHaveProperty('errors');
    }
  });

  test('has the same data and errors of both where fields fail', async () => {
    for (const seed of SEEDS) {
      serve(faultsOf(seed), seed);
      const [own, stock] = [await executors.own.execute(operation), await executors.stock.execute(operation)];
      expect(own.data).toEqual(stock.data);
      // The stock executor puts a code of its own over that of each, and `serviceName` for `subgraph`.
      expect(toldBy(own)).toEqual(toldBy(stock));
      expect(difference(own, await served.monolith(operation), await served.forgiving(operation))).toBeUndefined();
    }
  });

  test.each(DOMAINS)('has the same data of both without %s', async (domain) => {
    for (const seed of SEEDS) {
      serve([], seed, domain);
      const [own, stock] = [await executors.own.execute(operation), await executors.stock.execute(operation)];
      expect(own.data).toEqual(stock.data);
      // On purpose: the stock executor tells of a fetch that failed on no path, ours on that of each field that lacks it.
      expect((own.errors ?? []).length > 0).toBe((stock.errors ?? []).length > 0);
      expect((own.errors ?? []).every(({ path }) => path !== undefined)).toBe(true);
      expect((stock.errors ?? []).every(({ path }) => path === undefined)).toBe(true);
    }
  });
});

function toldBy({ errors = [] }: Answer) {
  return errors.map(({ message, path }) => ({ message, path }));
}
