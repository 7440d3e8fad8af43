import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { closeAll, respond, startServer } from './subgraph-servers.ts';

let router: RunningRouter;
afterEach(async () => {
  await router.stop();
  await closeAll();
});

/** A router in front of one server, which stands for all subgraphs. */
async function startRouterOf(port: number): Promise<void> {
  router = await startRouter(ROUTER_CONFIG, () => `http://127.0.0.1:${port}/graphql`);
}

const post = (query: string, signal?: AbortSignal) =>
  fetch(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  });

test('a client that hangs up ends the requests to the subgraphs', async () => {
  let arrive: (socket: Socket) => void;
  const arrived = new Promise<Socket>((found) => (arrive = found));
  await startRouterOf(await startServer((request) => arrive(request.resume().socket)));
  const client = new AbortController();
  const answer = post('{ account(id: "1") { name } }', client.signal);
  const closed = once(await arrived, 'close');
  client.abort();
  await expect(answer).rejects.toThrow('aborted');
  await closed;
});

test('a client that is answered leaves the connections to the subgraphs to others', async () => {
  const sockets = new Set<Socket>();
  const account = respond(200, { data: { account: { name: 'Ada' } } });
  await startRouterOf(
    await startServer((request, response) => {
      sockets.add(request.socket);
      account(request, response);
    }),
  );
  let requests = 0;
  // An idle connection is closed after a second, which may pass between two requests on a busy machine, but not between all.
  while (sockets.size === requests && requests < 100) {
    expect(await (await post('{ account(id: "1") { name } }')).json()).toEqual({ data: { account: { name: 'Ada' } } });
    requests += 1;
  }
  expect(sockets.size).toBeLessThan(requests);
});
