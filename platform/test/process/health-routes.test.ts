import { afterAll, beforeAll, expect, test } from 'vitest';
import { addHealthRoutes } from '../../process/health-routes.ts';
import { createHttpServer, listen } from '../../process/http-server.ts';

const app = createHttpServer();
let port: number;
let waitsFor: string[] = [];
let draining = false;
beforeAll(async () => {
  addHealthRoutes(app, { waitsFor: () => waitsFor, isDraining: () => draining });
  port = await listen(app, '127.0.0.1', 0);
});
afterAll(() => app.close());

async function get(path: string) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: (await response.json()) as unknown };
}

test('a process that waits for others is alive, not ready, and names them', async () => {
  waitsFor = ['the account store', 'the order service'];
  expect(await get('/healthz')).toEqual({ status: 200, body: { status: 'live' } });
  expect(await get('/readyz')).toEqual({ status: 503, body: { status: 'waiting', waitsFor } });
});

test('a process that waits for nothing is ready', async () => {
  waitsFor = [];
  expect(await get('/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
});

test('a process that is about to end asks for its connections to be closed', async () => {
  const connection = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).headers.get('connection');
  expect(await connection()).toBe('keep-alive');
  draining = true;
  expect(await connection()).toBe('close');
  draining = false;
});

test('metrics come in the text format of Prometheus', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toMatch(/^# TYPE process_cpu_seconds_total counter$/m);
});

test('a process whose port is taken does not start, and says what to do', async () => {
  const second = createHttpServer();
  await expect(listen(second, '127.0.0.1', port)).rejects.toThrow(
    `Port ${port} (HTTP) is in use: stop what listens there, or choose another port.`,
  );
  await second.close();
});
