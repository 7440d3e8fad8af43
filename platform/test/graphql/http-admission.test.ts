import { request } from 'node:http';
import { cpus } from 'node:os';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAdmission } from '../../graphql/http-admission.ts';
import { metrics } from '../../metrics.ts';
import { createHttpServer, listen } from '../../process/http-server.ts';

// A server that works on two requests at once, on each until the test says so.

let app: FastifyInstance;
let origin: string;
let events: EventTarget;
beforeEach(async () => {
  events = new EventTarget();
  app = createHttpServer({ isDraining: () => false });
  addAdmission(app, 'one', 2, false);
  app.post('/graphql', async () => {
    const end = once(events, 'end');
    events.dispatchEvent(new Event('arrived'));
    await end;
    return { data: {} };
  });
  origin = `http://127.0.0.1:${await listen(app, '127.0.0.1', 0, 'HTTP')}`;
});
afterEach(() => app.close());

function post(signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${origin}/graphql`, { method: 'POST', headers, body: '{}', ...(signal && { signal }) });
}

/** Sends a request and waits until the server works on it. */
async function begin(signal?: AbortSignal): Promise<{ response: Promise<Response> }> {
  const arrived = once(events, 'arrived');
  const response = post(signal);
  await arrived;
  return { response };
}

async function refused(): Promise<number> {
  const shown = await metrics.metrics();
  return Number(/^admission_shed_total\{reason="in_flight"\} (\d+)/m.exec(shown)?.[1] ?? 0);
}

test('what is over the bound is refused at once, says when to come again, and is counted', async () => {
  const admitted = [await begin(), await begin()];
  const before = await refused();
  const response = await post();
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'The server has more to do than it can; retry later.',
        extensions: { code: 'RESOURCE_EXHAUSTED', reason: 'OVERLOADED', retryable: true, retryAfterMs: 1_000 },
      },
    ],
  });
  expect(await refused()).toBe(before + 1);
  events.dispatchEvent(new Event('end'));
  for (const { response: answer } of admitted) expect((await answer).status).toBe(200);
});

test('it is refused before its body has come', async () => {
  const admitted = [await begin(), await begin()];
  const options = { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000000' } };
  const unsent = request(`${origin}/graphql`, options);
  unsent.flushHeaders();
  const [response] = (await once(unsent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(503);
  expect(await text(response)).toContain('OVERLOADED');
  unsent.destroy();
  events.dispatchEvent(new Event('end'));
  await Promise.all(admitted.map(({ response: answer }) => answer));
});

test('a request that is answered, or whose client has gone, makes room for another', async () => {
  const gone = new AbortController();
  const [first, second] = [await begin(gone.signal), await begin()];
  gone.abort();
  await expect(first.response).rejects.toThrow('abort');
  await expect
    .poll(async () => {
      const probe = new AbortController();
      const arrived = once(events, 'arrived').then(() => 'arrived');
      const outcome = await Promise.race([arrived, post(probe.signal).then(({ status }) => status)]);
      return outcome;
    })
    .toBe('arrived');
  events.dispatchEvent(new Event('end'));
  expect((await second.response).status).toBe(200);
});

test('beside a flood that takes all of the CPU, a client that sends one request at a time is always answered', async () => {
  const burning = cpus().map(() => new Worker('for (;;);', { eval: true }));
  const router = createHttpServer({ isDraining: () => false });
  addAdmission(router, 'router', 200, true);
  let inProgress = 0;
  router.get('/work', async () => {
    inProgress += 1;
    await wait(5 * inProgress);
    inProgress -= 1;
    return {};
  });
  const port = await listen(router, '127.0.0.1', 0, 'HTTP');
  /** @param from the address that it is sent from. */
  const get = async (from: string) => {
    const sent = request({ port, path: '/work', localAddress: from, agent: false }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    await text(response);
    return response.statusCode;
  };
  const refusal = new AbortController();
  const flooding = Array.from({ length: 40 }, async () => {
    while (!refusal.signal.aborted) if ((await get('127.0.0.2')) === 503) refusal.abort();
  });
  const answered: unknown[] = [];
  while (!refusal.signal.aborted || answered.length < 10) answered.push(await get('127.0.0.1'));
  expect(new Set(answered)).toEqual(new Set([200]));
  await Promise.all([...flooding, ...burning.map((worker) => worker.terminate())]);
  await router.close();
});
