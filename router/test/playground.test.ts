import { afterEach, expect, test, vi } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';

const page = vi.hoisted(() => ({ loads: 0 }));
vi.mock('@graphql-yoga/render-graphiql', () => {
  page.loads += 1;
  return { renderGraphiQL: () => '<head></head><title>GraphiQL</title>' };
});

let router: RunningRouter;
afterEach(() => router.stop());

const start = async (settings: Parameters<typeof startRouter>[0], callers?: Parameters<typeof startRouter>[2]) => {
  router = await startRouter(settings, () => 'http://127.0.0.1:1/graphql', callers);
};
const get = (path: string) => fetch(`${router.origin}${path}`);
const post = (path: string) => fetch(`${router.origin}${path}`, { method: 'POST' });

const development = { ...ROUTER_CONFIG, NODE_ENV: 'development' } as const;

test('a router keeps the page of GraphiQL out of its memory until somebody asks for it', async () => {
  await start(development);
  expect(page.loads).toBe(0);
  const answer = await get('/playground');
  expect([answer.status, await answer.text()]).toEqual([200, '<head></head><title>GraphiQL</title>']);
  expect(page.loads).toBe(1);
});

test.each([
  ['development', undefined, 200],
  ['development', 'false', 404],
  ['production', undefined, 404],
  ['production', 'true', 200],
] as const)('a router in %s with PLAYGROUND=%s answers with %i', async (NODE_ENV, PLAYGROUND, status) => {
  await start({ ...ROUTER_CONFIG, NODE_ENV, PLAYGROUND });
  expect((await get('/playground')).status).toBe(status);
});

const callers = {
  people: [
    { id: 'ada', name: 'Ada </script>', scopes: [] },
    { id: 'staff', name: 'Staff', scopes: ['orders:read'] },
  ],
  token: async (id: string) => (id === 'ada' ? 'the-token-of-ada' : undefined),
};

test('where there is an issuer, somebody at the playground chooses who they are', async () => {
  await start(development, callers);
  const [script = ''] = /<script>.*?<\/script>/s.exec(await (await get('/playground')).text()) ?? [];
  expect(script).toContain(
    String.raw`[{"id":"ada","name":"Ada \u003c/script> (customer)"},{"id":"staff","name":"Staff"}]`,
  );
  const answer = await post('/playground/token/ada');
  expect([answer.status, await answer.text()]).toEqual([200, 'the-token-of-ada']);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  // A page of another site is not let read it.
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  expect((await post('/playground/token/nobody')).status).toBe(404);
  expect((await get('/playground/token/ada')).status).toBe(404);
});

test('where there is none, nobody gets a token', async () => {
  await start(development);
  expect(await (await get('/playground')).text()).not.toContain('<script>');
  expect((await post('/playground/token/ada')).status).toBe(404);
});
