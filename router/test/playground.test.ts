import { afterEach, expect, test, vi } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';

const page = vi.hoisted(() => ({ loads: 0 }));
vi.mock('@graphql-yoga/render-graphiql', () => {
  page.loads += 1;
  return { renderGraphiQL: () => '<title>GraphiQL</title>' };
});

let router: RunningRouter;
afterEach(() => router.stop());

test('a router keeps the page of GraphiQL out of its memory until somebody asks for it', async () => {
  const config = { ...ROUTER_CONFIG, NODE_ENV: 'development' } as const;
  router = await startRouter(config, () => 'http://127.0.0.1:1/graphql');
  expect(page.loads).toBe(0);
  const answer = await fetch(`${router.origin}/playground`);
  expect([answer.status, await answer.text()]).toEqual([200, '<title>GraphiQL</title>']);
  expect(page.loads).toBe(1);
});
