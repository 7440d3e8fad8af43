import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readExamples } from '../playground/examples.ts';
import type { DocsSettings, FirstPageSettings, PageSettings, SystemState } from '../playground/page-settings.ts';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { closeAll, respond, startServer } from './subgraph-servers.ts';

// One router in development, with an issuer and parts, and one in production that has the playground.

let development: RunningRouter;
let production: RunningRouter;
let state: 'ready' | 'waiting' = 'ready';

const start = async (settings: object, surroundings?: Parameters<typeof startRouter>[2]) => {
  const config = { ...ROUTER_CONFIG, OPERATIONS_PATH: resolve(import.meta.dirname, '../../operations'), ...settings };
  return await startRouter(config, () => 'http://127.0.0.1:1/graphql', surroundings);
};
beforeAll(async () => {
  development = await start(
    { NODE_ENV: 'development' },
    {
      callers,
      parts: async () => [
        {
          name: 'order core',
          kind: 'core',
          asks: [],
          state,
          waitsFor: state === 'ready' ? [] : ['the order database'],
        },
      ],
    },
  );
  production = await start({ PLAYGROUND: 'true' });
});
afterAll(async () => {
  await development.stop();
  await production.stop();
});

const get = (path: string, { origin } = development) => fetch(`${origin}${path}`, { redirect: 'manual' });
const post = (path: string, { origin } = development) => fetch(`${origin}${path}`, { method: 'POST' });

/** What the router has written into a page. */
function settingsOf(page: string): unknown {
  const [, json = ''] = /<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json) as unknown;
}

test('in development the router has the playground and the first page', async () => {
  for (const path of ['/playground', '/', '/state']) expect((await get(path)).status).toBe(200);
});

test('in development it has the docs, whose links lead on, and nothing else of what is beside the code', async () => {
  const first = await (await get('/docs/README.md')).text();
  const { path, markdown } = settingsOf(first) as DocsSettings;
  expect(path).toBe('docs/README.md');
  const links = [...markdown.matchAll(/\]\(([^)#]+\.(?:md|png))\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(15);
  for (const link of [...new Set(links), 'pictures/playground-plan.png']) {
    const answer = await get(new URL(link, `${development.origin}/docs/README.md`).pathname);
    expect([link, answer.status]).toEqual([link, 200]);
  }
  for (const other of ['/docs/nothing.md', '/docs/..%2fpackage.json', '/package.json', '/docs/']) {
    expect([other, (await get(other)).status]).toEqual([other, 404]);
  }
  expect((await get('/docs/README.md', production)).status).toBe(404);
});

test('in production it has the playground where PLAYGROUND says so, and no page that says how the system is', async () => {
  expect((await get('/playground', production)).status).toBe(200);
  const { status, headers } = await get('/', production);
  expect([status, headers.get('location')]).toEqual([302, '/playground']);
  expect((await get('/state', production)).status).toBe(404);
});

test('a router that was started by itself says which of its subgraphs answer', async () => {
  const ports: Record<string, number> = {
    account: await startServer(respond(200, { data: { __typename: 'Query' } })),
    catalog: await startServer(respond(503, 'no')),
    // It hangs.
    order: await startServer(() => {}),
  };
  const config = { ...ROUTER_CONFIG, NODE_ENV: 'development' } as const;
  const alone = await startRouter(config, (name) => `http://127.0.0.1:${ports[name]}/graphql`);
  const states = async () => {
    const { parts } = (await (await get('/state', alone)).json()) as SystemState;
    return parts.map(({ name, asks, state: is }) => [name, is, asks]);
  };
  // Each is given a second, in which those that answer may not come to it on a busy machine.
  await expect.poll(states).toEqual([
    ['router', 'ready', ['account graph', 'catalog graph', 'order graph']],
    ['account graph', 'answers', []],
    ['catalog graph', 'refuses', []],
    ['order graph', 'down', []],
  ]);
  await alone.stop();
  await closeAll();
});

test('however many look at a router that was started by itself, each subgraph is asked once at a time', async () => {
  let asked = 0;
  const port = await startServer((question, response) => {
    asked += 1;
    setImmediate(() => void respond(200, { data: { __typename: 'Query' } })(question, response));
  });
  const config = { ...ROUTER_CONFIG, NODE_ENV: 'development' } as const;
  const alone = await startRouter(config, () => `http://127.0.0.1:${port}/graphql`);
  const looks = await Promise.all(Array.from({ length: 20 }, () => get('/state', alone)));
  expect(looks.map(({ status }) => status)).toEqual(looks.map(() => 200));
  expect(asked).toBeLessThan(3 * 20);
  await alone.stop();
  await closeAll();
});

test.each([
  ['development', 'false'],
  ['production', undefined],
] as const)('in %s with PLAYGROUND=%s it has neither', async (NODE_ENV, PLAYGROUND) => {
  const router = await start({ NODE_ENV, PLAYGROUND });
  for (const path of ['/playground', '/', '/state']) expect((await get(path, router)).status).toBe(404);
  await router.stop();
});

/** As they are sent: fetch would unpack them. */
function bytesOf(path: string): Promise<{ bytes: number; headers: Record<string, unknown> }> {
  return new Promise((answered, failed) => {
    const asked = request(`${development.origin}${path}`, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => answered({ bytes, headers: response.headers }));
    });
    asked.on('error', failed).end();
  });
}

test.each(['/playground', '/', '/docs/README.md'])(
  '%s loads nothing from elsewhere, and what it loads is packed and asked for once',
  async (path) => {
    const answer = await get(path);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const page = await answer.text();
    const urls = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, url = '']) => url);
    expect(urls.length).toBeGreaterThan(1);
    let total = 0;
    for (const url of urls) {
      expect(url).toMatch(/^\/playground\/assets\/[\w.-]+-[A-Z0-9]{8}\.(js|css)$/);
      const { bytes, headers } = await bytesOf(url);
      expect(headers).toMatchObject({
        'content-encoding': 'gzip',
        'cache-control': 'public, max-age=31536000, immutable',
        etag: expect.any(String),
      });
      total += bytes;
    }
    // It was 9 MB on each load.
    expect(total).toBeLessThan(path === '/playground' ? 1_500_000 : path === '/' ? 20_000 : 100_000);
  },
);

test.each(['..%2f..%2fpackage.json', '../playground.html', 'nothing.js'])(
  'among the assets there is no %s',
  async (name) => {
    expect((await get(`/playground/assets/${name}`)).status).toBe(404);
  },
);

test('the examples are the operations, those that read first, with owner, purpose and cost', async () => {
  const { examples } = settingsOf(await (await get('/playground')).text()) as PageSettings;
  const firstChange = examples.findIndex(({ isMutation }) => isMutation);
  expect(examples.slice(firstChange).every(({ isMutation }) => isMutation)).toBe(true);
  expect(examples[0]).toMatchObject({
    name: 'order-detail',
    operation: 'OrderDetail',
    cost: { rpcs: { BatchGetOrders: 1 } },
  });
  expect(examples.find(({ name }) => name === 'product-page')).toMatchObject({
    owner: 'storefront',
    purpose: 'The page of one product, with how often it was bought.',
    variables: expect.stringContaining("<a product's id>"),
  });
});

test('an operation that was just written is among the examples, and one that is none is no reason to have no page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'operations-'));
  await writeFile(join(folder, 'all.graphql'), '# owner: shop\n# All.\nquery All { products { id } }\n');
  await writeFile(join(folder, 'half.graphql'), 'query Half {');
  const examples = await readExamples(folder);
  expect(examples.map(({ name, owner }) => [name, owner])).toEqual([['all', 'shop']]);
  await rm(folder, { recursive: true });
});

const callers = {
  people: [
    { id: 'ada', name: 'Ada </script>', scopes: [] },
    { id: 'staff', name: 'Staff', scopes: ['orders:read'] },
  ],
  token: async (id: string) => (id === 'ada' ? 'the-token-of-ada' : undefined),
};

test('where there is an issuer, somebody at the playground chooses who they are', async () => {
  const { people } = settingsOf(await (await get('/playground')).text()) as PageSettings;
  expect(people).toEqual([
    { id: 'ada', name: 'Ada </script> (customer)' },
    { id: 'staff', name: 'Staff' },
  ]);
  const answer = await post('/playground/token/ada');
  expect([answer.status, await answer.text()]).toEqual([200, 'the-token-of-ada']);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  // A page of another site is not let read it.
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  // Though it may read answers, in development.
  const origin = 'http://localhost:3000';
  expect(
    (await fetch(`${development.origin}/playground/token/ada`, { method: 'POST', headers: { origin } })).status,
  ).toBe(404);
  expect((await post('/playground/token/nobody')).status).toBe(404);
  expect((await get('/playground/token/ada')).status).toBe(404);
});

test('where there is none, nobody gets a token', async () => {
  expect((settingsOf(await (await get('/playground', production)).text()) as PageSettings).people).toEqual([]);
  expect((await post('/playground/token/ada', production)).status).toBe(404);
});

test('the first page has the operations, and asks for the state of the parts as it is now', async () => {
  const page = settingsOf(await (await get('/')).text()) as FirstPageSettings;
  expect(page.operations.find(({ name }) => name === 'order-detail')).toMatchObject({ owner: 'order-team' });
  expect(page.node).toBe(process.version);
  const look = async () => (await (await get('/state')).json()) as SystemState;
  expect(await look()).toMatchObject({
    parts: [{ name: 'order core', state: 'ready' }],
    metrics: `${development.adminOrigin}/metrics`,
    supergraph: { id: expect.stringMatching(/^[0-9a-f]{12}$/) },
  });
  state = 'waiting';
  expect((await look()).parts).toMatchObject([{ state: 'waiting', waitsFor: ['the order database'] }]);
});
