import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@commerce/testkit/free-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
