import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Administration, startAdministration } from '../../process/administration.ts';

let administration: Administration;
let waitsFor: string[] = [];
let draining = false;
beforeAll(async () => {
  const readiness = { waitsFor: () => waitsFor, isDraining: () => draining };
  administration = await startAdministration({ HOST: '127.0.0.1', ADMIN_PORT: 0 }, readiness);
});
afterAll(() => administration.stop());

async function get(path: string) {
  const response = await fetch(administration.origin + path);
  return { status: response.status, body: await response.json() };
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
  const connection = async () => (await fetch(`${administration.origin}/healthz`)).headers.get('connection');
  expect(await connection()).toBe('keep-alive');
  draining = true;
  expect(await connection()).toBe('close');
  draining = false;
});

test('metrics come in the text format of Prometheus', async () => {
  const response = await fetch(`${administration.origin}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toMatch(/^# TYPE process_cpu_seconds_total counter$/m);
});

test('a process whose port is taken does not start, and says what to do', async () => {
  const { port } = new URL(administration.origin);
  const readiness = { waitsFor: () => [], isDraining: () => false };
  await expect(startAdministration({ HOST: '127.0.0.1', ADMIN_PORT: Number(port) }, readiness)).rejects.toThrow(
    /^Port \d+ \(ADMIN_PORT\) is in use.*: stop what listens there, or choose another port\.$/,
  );
});

test('what is not served is told as everywhere else', async () => {
  const errors = [{ message: 'Nothing is served at this path.', extensions: { code: 'NOT_FOUND' } }];
  expect(await get('/nothing')).toEqual({ status: 404, body: { errors } });
});
