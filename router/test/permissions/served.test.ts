import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { bearer, type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { replaceFile } from '@commerce/testkit/replace-file';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../../start.ts';
import { ROUTER_CONFIG } from '../router-config.ts';
import { closeAll, startServer } from '../subgraph-servers.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@requiresScopes"])';

/** A supergraph of one subgraph. */
function composed(secret: string): string {
  const typeDefs = parse(`${LINK} type Query { open: String secret: String ${secret} }`);
  const { supergraphSdl = '' } = composeServices([{ name: 'shop', url: `http://127.0.0.1:${port}`, typeDefs }]);
  return supergraphSdl;
}

let issuer: Issuer;
let folder: string;
let path: string;
let port: number;
let router: RunningRouter;
const asked: string[] = [];
/** What a subgraph waits for before it answers. */
let hold = Promise.resolve();
beforeAll(async () => {
  issuer = await startIssuer();
  folder = await mkdtemp(join(tmpdir(), 'permissions-'));
  path = join(folder, 'supergraph.graphql');
  port = await startServer(async (request, response) => {
    const { query } = JSON.parse(await text(request)) as { query: string };
    asked.push(query);
    await hold;
    const data = { open: 'OPEN', ...(query.includes('secret') && { secret: 'SECRET' }) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
  });
  await writeFile(path, composed('@authenticated'));
  const config = { ...ROUTER_CONFIG, AUTH: undefined, ...issuer.variables, SUPERGRAPH_PATH: path };
  router = await startRouter(config, (_, url = '') => url);
});
afterAll(async () => {
  await router.stop();
  await issuer.stop();
  await closeAll();
  await rm(folder, { recursive: true });
});

async function ask(query: string, claims?: Record<string, unknown>) {
  const token = claims && (await issuer.token(claims));
  const response = await fetch(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && bearer(token)) },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as { data: unknown; errors?: unknown } };
}

const QUERY = '{ open it: secret }';
const NULL = { open: 'OPEN', it: null };
const ALL = { open: 'OPEN', it: 'SECRET' };

test('a router serves what its callers may see, with 200 and an error for the rest', async () => {
  expect(await ask(QUERY)).toEqual({
    status: 200,
    body: {
      data: NULL,
      errors: [
        {
          message: 'Query.secret needs a token that says who asks, in the header Authorization.',
          path: ['it'],
          extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REQUIRED' },
        },
      ],
    },
  });
  expect(asked.splice(0).join()).not.toContain('secret');
  expect(await ask(QUERY, { sub: 'ada' })).toEqual({ status: 200, body: { data: ALL } });
  expect(await ask('{ secret }')).toMatchObject({ status: 200, body: { data: { secret: null } } });
});

test('those who ask the same at once are answered each as they may see it', async () => {
  let goOn = () => {};
  hold = new Promise((resolve) => {
    goOn = resolve;
  });
  asked.length = 0;
  const answers = Promise.all([ask(QUERY), ask(QUERY, { sub: 'ada' }), ask(QUERY)]);
  await expect.poll(() => asked.length).toBe(2);
  goOn();
  expect((await answers).map(({ body }) => body.data)).toEqual([NULL, ALL, NULL]);
});

test('a new supergraph that differs in its permissions alone is taken over', async () => {
  const dataFor = async (claims?: Record<string, unknown>) => (await ask(QUERY, claims)).body.data;
  await replaceFile(path, composed('@requiresScopes(scopes: [["secrets"]])'));
  await expect.poll(() => dataFor({ sub: 'ada' })).toEqual(NULL);
  expect(await dataFor({ sub: 'ada', scope: 'secrets' })).toEqual(ALL);
  await replaceFile(path, composed(''));
  await expect.poll(() => dataFor()).toEqual(ALL);
  await replaceFile(path, composed('@authenticated'));
  await expect.poll(() => dataFor()).toEqual(NULL);
  expect(await dataFor({ sub: 'ada' })).toEqual(ALL);
});
