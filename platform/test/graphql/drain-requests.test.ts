import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drainRequests } from '../../graphql/drain-requests.ts';
import { log } from '../../log.ts';
import { READ_MS } from '../../process/slow-readers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a server that stops lets a request have all the time that it is allowed', () => {
  const closeAllConnections = vi.fn<() => void>();
  const app = { close: () => new Promise(() => {}), server: { closeAllConnections } };
  void drainRequests(app as unknown as FastifyInstance, 60_000)();
  vi.advanceTimersByTime(60_000 + READ_MS - 1);
  expect(closeAllConnections).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(closeAllConnections).toHaveBeenCalledTimes(1);
});

test.each([
  [10_000, 0],
  [600_000, 1],
])('a process whose requests may take %i ms says at its start if a stop would cut them: %i times', (ms, times) => {
  const warn = vi.spyOn(log, 'warn').mockReturnValue();
  drainRequests({} as FastifyInstance, ms);
  expect(warn).toHaveBeenCalledTimes(times);
});
