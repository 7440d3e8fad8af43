import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { log } from '@commerce/platform/log';
import { replaceFile } from '@commerce/testkit/replace-file';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningRouter, routerVariables, startRouter } from '../start.ts';
import { unservedFeatures } from '../supergraph-features.ts';
import { queryFields, untilRefused } from './served-supergraph.ts';

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
const UNKNOWN = composed('type Query { open: String secret: String @policy(policies: [["vip"]]) }');
const CONTEXT = composed(
  `type Query { me: Account } type Account @key(fields: "id") @context(name: "me") { id: ID! currency: String! cart: Cart }
  type Cart @key(fields: "id") { id: ID! total(in: String @fromContext(field: "$me { currency }")): String }`,
  '"@context", "@fromContext"',
);
const CACHED =
  ': the supergraph says that nobody serves it without this feature (for: EXECUTION), and this router does not have it. ' +
  'Take it out of the schemas.';
const NO_POLICY =
  '@policy on "Query.secret": there is no policy "vip". Write it in router/policies.ts, or name one that is there.';

describe('unservedFeatures', () => {
  test('finds nothing in a supergraph whose features the router has', () => {
    expect(unservedFeatures(OPEN)).toEqual([]);
    expect(unservedFeatures(SECRET)).toEqual([]);
    expect(unservedFeatures(UNKNOWN, new Map([['vip', () => true]]))).toEqual([]);
  });

  test('names a policy that the router does not know', () => {
    expect(unservedFeatures(UNKNOWN)).toEqual([NO_POLICY]);
  });

  test('names a security directive of another version, whatever its purpose', () => {
    const next = SECRET.replace('authenticated/v0.1', 'authenticated/v0.2');
    expect(unservedFeatures(next)).toEqual([
      '@authenticated (https://specs.apollo.dev/authenticated/v0.2) on "Query.secret": the supergraph says that nobody ' +
        'serves it without this feature (for: SECURITY), and this router does not have it. Take it out of the schemas.',
    ]);
    expect(unservedFeatures(next.replace('v0.2", for: SECURITY', 'v0.2"'))).toEqual([
      '@authenticated (https://specs.apollo.dev/authenticated/v0.2) on "Query.secret": it says who may read that, and ' +
        'this router does not have it. Take it out of the schemas.',
    ]);
  });

  test('knows a directive by its URL, whatever the schemas call it', () => {
    const renamed = composed('type Query { a: Int @stored(format: "a") }', '{ name: "@cacheTag", as: "@stored" }');
    expect(unservedFeatures(renamed)[0]).toContain('(https://specs.apollo.dev/cacheTag/v0.1)');
  });

  test('counts the places beyond the first five', () => {
    const fields = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}: Int @cacheTag(format: "a")`).join(' ');
    expect(unservedFeatures(composed(`type Query { ${fields} }`, '"@cacheTag"'))[0]).toContain(
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
    expect(unservedFeatures(composed('type Query { a: Int @cacheTag(format: "a") }', '"@cacheTag"'))).toEqual([
      `@cacheTag (https://specs.apollo.dev/cacheTag/v0.1) on "Query.a"${CACHED}`,
    ]);
  });

  test('names a feature that is linked and not used', () => {
    const sdl = OPEN.replace('{', '@link(url: "https://specs.apollo.dev/cacheTag/v0.1", for: EXECUTION) {');
    expect(unservedFeatures(sdl)).toEqual([`https://specs.apollo.dev/cacheTag/v0.1${CACHED}`]);
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
    await writeFile(path, UNKNOWN);
    await expect(start()).rejects.toThrow(`Cannot serve the supergraph in ${path}: ${NO_POLICY}`);
  });

  test.each([
    ['@policy on', UNKNOWN],
    ['@context \\(https', CONTEXT],
  ])('goes on with the supergraph before one with %s, and says why', async (directive, sdl) => {
    await writeFile(path, OPEN);
    const running = await start();
    const error = vi.spyOn(log, 'error');
    await untilRefused(running, () => replaceFile(path, sdl));
    expect(await queryFields(running)).toEqual(['open']);
    const message = expect.stringMatching(new RegExp(`^${directive}`));
    expect(error.mock.calls).toEqual([
      [
        expect.objectContaining({ err: expect.objectContaining({ message }) }),
        expect.stringContaining('cannot be served'),
      ],
    ]);
  });
});
