import type pg from 'pg';
import { Gauge, Histogram } from 'prom-client';
import { DURATION_BUCKETS } from '../metrics.ts';

/**
 * Shows how much of a pool is used, until it ends.
 *
 * @param line of the calls that wait for a connection.
 * @param size how many connections calls may use.
 */
export function watchPool(pool: pg.Pool, watched: { store: string; line: { length: number }; size: number }): void {
  pools.set(pool, watched);
}

const pools = new Map<pg.Pool, Parameters<typeof watchPool>[1]>();

const connections = new Gauge({
  name: 'store_pool_connections',
  help: 'Connections to a database, by store and state (busy, idle), and the calls that wait for one (waiting).',
  labelNames: ['store', 'state'] as const,
  collect() {
    connections.reset();
    for (const [pool, { store, line, size }] of pools) {
      if (pool.ended) pools.delete(pool);
      else {
        const { totalCount, idleCount } = pool;
        connections.inc({ store, state: 'busy' }, totalCount - idleCount);
        connections.inc({ store, state: 'idle' }, idleCount);
        connections.inc({ store, state: 'waiting' }, line.length);
        limit.set({ store }, size);
      }
    }
  },
});

export const poolWait = new Histogram({
  name: 'store_pool_wait_seconds',
  help: 'For how long calls waited for a connection to their database, by store: those that found one free do not count.',
  labelNames: ['store'] as const,
  buckets: DURATION_BUCKETS,
});

const limit = new Gauge({
  name: 'store_pool_limit',
  help: 'The most connections to its database that the calls to a store may use.',
  labelNames: ['store'] as const,
});
