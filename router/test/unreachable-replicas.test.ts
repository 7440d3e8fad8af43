import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@commerce/testkit/free-port';
import { startLosableMachine } from '@commerce/testkit/losable-machine';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createUnreachableReplicas, type UnreachableReplicas } from '../unreachable-replicas.ts';
import { closeAll, startServer } from './subgraph-servers.ts';

let origin: string;
let port: number;
let unreachable: UnreachableReplicas;
/** What came to the replica; whoever looks only connects. */
let requests: number;
beforeEach(async () => {
  port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  unreachable = createUnreachableReplicas();
  requests = 0;
});
afterEach(async () => {
  unreachable.close();
  await closeAll();
});

const start = () => startServer(() => (requests += 1), '127.0.0.1', port);

test('one stays so for as long as it cannot be reached, and not longer, and no request looks', async () => {
  expect(unreachable.has(origin)).toBe(false);
  unreachable.add(origin);
  await wait(2_500);
  expect(unreachable.has(origin)).toBe(true);
  await start();
  await expect.poll(() => unreachable.has(origin)).toBe(false);
  expect(requests).toBe(0);
});

test('one on a machine that was lost is left out until it has been back for as long as it takes to be well', async () => {
  const machine = await startLosableMachine();
  const looks = vi.spyOn(net, 'connect');
  try {
    await machine.lose();
    origin = `http://127.0.0.1:${machine.port}`;
    looks.mockClear();
    unreachable.add(origin);
    // The first has failed when the second begins.
    await expect.poll(() => looks.mock.calls.length).toBe(2);
    const back = performance.now();
    machine.find();
    await expect.poll(() => unreachable.has(origin)).toBe(false);
    expect(performance.now() - back).toBeGreaterThan(5_000);
  } finally {
    looks.mockRestore();
    machine.end();
  }
});

test('one that is no replica any more is forgotten', () => {
  const other = `http://127.0.0.2:${port}`;
  for (const each of [origin, origin, other]) unreachable.add(each);
  unreachable.keep([other]);
  expect([origin, other].map(unreachable.has)).toEqual([false, true]);
});

test('one that is added again is looked at anew', async () => {
  unreachable.add(origin);
  unreachable.keep([]);
  unreachable.add(origin);
  expect(unreachable.has(origin)).toBe(true);
  await start();
  await expect.poll(() => unreachable.has(origin)).toBe(false);
});
