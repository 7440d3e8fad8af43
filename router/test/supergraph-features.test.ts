import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { log } from '@commerce/platform/log';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningRouter, routerVariables, startRouter } from '../start.ts';
import { unservedFeatures } from '../supergraph-features.ts';
import { queryFields, refusals } from './served-supergraph.ts';

/** The supergraph of one subgraph. */
function composed(types: string, imports = '"@authenticated", "@requiresScopes", "@policy"'): string {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", ${imports}])`;
  const { errors, supergraphSdl = '' } = composeServices([
    { name: 'shop', url: 'http://127.0.0.1:1', typeDefs: parse(`${link}\n${types}`) },
  ]);
  expect(errors).toBeUndefined();
  return supergraphSdl;
}

const OPEN = composed('type Query { open: String }');
const SECRET = composed('type Query { open: String secret: String @authenticated }');
const CONTEXT = composed(
  `type Query { me: Account } type Account @key(fields: "id") @context(name: "me") { id: ID! currency: String! cart: Cart }
  type Cart @key(fields: "id") { id: ID! total(in: String @fromContext(field: "$me { currency }")): String }`,
  '"@context", "@fromContext"',
);
const REFUSAL =
  '@authenticated (https://specs.apollo.dev/authenticated/v0.1) on "Query.secret": this router does not check yet who ' +
  'may read that, and would answer everyone. Take the directive out of the schemas, and let the subgraph check it.';

describe('unservedFeatures', () => {
  test('finds nothing in a supergraph whose features the router has', () => {
    expect(unservedFeatures(OPEN)).toEqual([]);
  });

  test('names each security directive, and where it stands', () => {
    const features = unservedFeatures(
      composed(`type Query { secret: String @authenticated scoped: String @requiresScopes(scopes: [["read"]]) size: Size }
        enum Size @policy(policies: [["sizes"]]) { SMALL }`),
    );
    expect(features).toHaveLength(3);
    expect(features[0]).toBe(REFUSAL);
    expect(features[1]).toContain('@requiresScopes (https://specs.apollo.dev/requiresScopes/v0.1) on "Query.scoped": ');
    expect(features[2]).toContain('@policy (https://specs.apollo.dev/policy/v0.1) on "Size": ');
  });

  test('knows a directive by its URL, whatever the schemas call it', () => {
    const renamed = composed('type Query { secret: String @login }', '{ name: "@authenticated", as: "@login" }');
    expect(unservedFeatures(renamed)[0]).toContain('@login (https://specs.apollo.dev/authenticated/v0.1) on "Query.s');
  });

  test('counts the places beyond the first five', () => {
    const fields = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}: Int @authenticated`).join(' ');
    expect(unservedFeatures(composed(`type Query { ${fields} }`))[0]).toContain(
      ' on "Query.a", "Query.b", "Query.c", "Query.d", "Query.e" and 2 more: ',
    );
  });

  test('names @context', () => {
    expect(unservedFeatures(CONTEXT)).toEqual([
      '@context (https://specs.apollo.dev/context/v0.1) on "Account": this router does not fill arguments from a parent. ' +
        'Take @context and @fromContext out of the schemas, and let the client give the argument.',
    ]);
  });

  test.each(['EXECUTION', 'SECURITY'])('names a feature for %s that it does not know', (purpose) => {
    const sdl = OPEN.replace('{', `@link(url: "https://example.com/rates/v1.0", for: ${purpose}) {`).replace(
      'open: String',
      'open: String @rates',
    );
    expect(unservedFeatures(`${sdl}\ndirective @rates on FIELD_DEFINITION`)).toEqual([
      `@rates (https://example.com/rates/v1.0) on "Query.open": the supergraph says that nobody serves it without ` +
        `this feature (for: ${purpose}), and this router does not have it. Take it out of the schemas.`,
    ]);
  });

  test('names a directive that composition hands on as an argument', () => {
    expect(unservedFeatures(composed('type Query { a: Int @cacheTag(format: "a") }', '"@cacheTag"'))[0]).toContain(
      '@cacheTag (https://specs.apollo.dev/cacheTag/v0.1) on "Query.a": the supergraph says that nobody serves it',
    );
  });

  test('refuses a security directive that no purpose marks', () => {
    expect(unservedFeatures(SECRET.replace('authenticated/v0.1", for: SECURITY', 'authenticated/v0.1"'))).toEqual([
      REFUSAL,
    ]);
  });

  test('names a feature that is linked and not used', () => {
    const sdl = OPEN.replace('{', '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) {');
    expect(unservedFeatures(sdl)[0]).toMatch(
      /^https:\/\/specs\.apollo\.dev\/policy\/v0\.1: this router does not check/,
    );
  });
});

describe('a router', () => {
  let folder: string;
  let path: string;
  let router: RunningRouter | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'features-'));
    path = join(folder, 'supergraph.graphql');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await router?.stop();
    router = undefined;
    await rm(folder, { recursive: true });
  });

  async function start(): Promise<RunningRouter> {
    const variables = { NODE_ENV: 'test', PORT: 0, ADMIN_PORT: 0, SUPERGRAPH_PATH: path };
    router = await startRouter(routerVariables.parse(variables), (_, url = '') => url);
    return router;
  }

  test('does not start with what it cannot serve, and says why', async () => {
    await writeFile(path, SECRET);
    await expect(start()).rejects.toThrow(`Cannot serve the supergraph in ${path}: ${REFUSAL}`);
  });

  test.each([
    ['@authenticated', SECRET],
    ['@context', CONTEXT],
  ])('goes on with the supergraph before one with %s, and says why', async (directive, sdl) => {
    await writeFile(path, OPEN);
    const running = await start();
    const error = vi.spyOn(log, 'error');
    const before = await refusals(running);
    await writeFile(path, sdl);
    await expect.poll(() => refusals(running)).toBe(before + 1);
    expect(await queryFields(running)).toEqual(['open']);
    const message = expect.stringMatching(new RegExp(`^${directive} \\(https`));
    expect(error.mock.calls).toEqual([
      [
        expect.objectContaining({ err: expect.objectContaining({ message }) }),
        expect.stringContaining('cannot be served'),
      ],
    ]);
  });
});
