import { afterEach, expect, test, vi } from 'vitest';
import { createReplicas, type Replicas } from '../replicas.ts';
import { closeAll, nameStandsFor } from './subgraph-servers.ts';

const opened: Replicas[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const replicas of opened.splice(0)) replicas.close();
  await closeAll();
});

const NOBODY_LEAVES = new AbortController().signal;
const [A, B, C] = ['http://10.0.0.1:4001', 'http://10.0.0.2:4001', 'http://10.0.0.3:4001'];

function replicasAt(...addresses: string[]) {
  const lookup = nameStandsFor(addresses);
  const replicas = createReplicas(new URL('http://order-subgraph:4001/graphql'));
  opened.push(replicas);
  return { ...replicas, lookup, inTurn: (signal = NOBODY_LEAVES) => replicas.inTurn(signal) };
}

test('each request begins with the next replica, and goes on to the others', async () => {
  const { inTurn } = replicasAt('10.0.0.1', '10.0.0.2', '10.0.0.3');
  expect(await inTurn()).toEqual([A, B, C]);
  expect(await inTurn()).toEqual([B, C, A]);
  expect(await inTurn()).toEqual([C, A, B]);
});

test('one that cannot be reached is left out', async () => {
  const { inTurn, unreachable } = replicasAt('10.0.0.1', '10.0.0.2', '10.0.0.3');
  await inTurn();
  unreachable('http://10.0.0.2:4001');
  expect(new Set([...(await inTurn()), ...(await inTurn())])).toEqual(new Set([A, C]));
});

test('when none can be reached, a request tries two, and the next one two others', async () => {
  const { inTurn, unreachable } = replicasAt('10.0.0.1', '10.0.0.2', '10.0.0.3');
  for (const origin of await inTurn()) unreachable(origin);
  expect(await inTurn()).toEqual([B, C]);
  expect(await inTurn()).toEqual([C, A]);
});

test('one address is tried twice: it may be a balancer’s', async () => {
  expect(await replicasAt('10.0.0.1').inTurn()).toEqual([A, A]);
});

test('an address of IPv6 is one', async () => {
  const replicas = createReplicas(new URL('http://[::1]:4001/graphql'));
  expect(await replicas.inTurn(NOBODY_LEAVES)).toEqual(['http://[::1]:4001', 'http://[::1]:4001']);
});

test('requests share a lookup, and its answer for some seconds', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { inTurn, lookup } = replicasAt('10.0.0.1');
  await Promise.all([inTurn(), inTurn(), inTurn()]);
  await inTurn();
  expect(lookup).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5_001);
  await inTurn();
  expect(lookup).toHaveBeenCalledTimes(2);
});

test('a new replica gets requests, and one that has gone gets none', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { inTurn } = replicasAt('10.0.0.1', '10.0.0.2');
  await inTurn();
  nameStandsFor(['10.0.0.2', '10.0.0.3']);
  vi.advanceTimersByTime(5_001);
  expect(new Set(await inTurn())).toEqual(new Set([B, C]));
});

test('a name server that is down costs nothing while the replicas are known', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { inTurn, lookup } = replicasAt('10.0.0.1');
  await inTurn();
  lookup.mockRejectedValue(new Error('getaddrinfo EAI_AGAIN order-subgraph'));
  vi.advanceTimersByTime(5_001);
  expect(await inTurn()).toEqual([A, A]);
});

test('a name that nobody knows is an error', async () => {
  const { inTurn, lookup } = replicasAt();
  lookup.mockRejectedValue(new Error('getaddrinfo ENOTFOUND order-subgraph'));
  await expect(inTurn()).rejects.toThrow('ENOTFOUND');
});

test('a request waits for a lookup no longer than its client does', async () => {
  const { inTurn, lookup } = replicasAt();
  lookup.mockReturnValue(new Promise(() => {}) as never);
  const caller = new AbortController();
  const waiting = inTurn(caller.signal);
  caller.abort(new Error('The caller has gone.'));
  await expect(waiting).rejects.toThrow('The caller has gone.');
});
