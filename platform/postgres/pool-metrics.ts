import type pg from 'pg';
import { Gauge } from 'prom-client';

/** Shows how much of a pool is used, until it ends. */
export function watchPool(store: string, pool: pg.Pool): void {
  pools.set(pool, store);
}

const pools = new Map<pg.Pool, string>();

const connections = new Gauge({
  name: 'store_pool_connections',
  help: 'Connections to a database, by store and state (busy, idle), and the calls that wait for one (waiting).',
  labelNames: ['store', 'state'] as const,
  collect() {
    connections.reset();
    for (const [pool, store] of pools) {
      if (pool.ended) pools.delete(pool);
      else {
        const { totalCount, idleCount, waitingCount } = pool;
        connections.inc({ store, state: 'busy' }, totalCount - idleCount);
        connections.inc({ store, state: 'idle' }, idleCount);
        connections.inc({ store, state: 'waiting' }, waitingCount);
        limit.set({ store }, pool.options.max);
      }
    }
  },
});

const limit = new Gauge({
  name: 'store_pool_limit',
  help: 'The most connections that a store may have to its database.',
  labelNames: ['store'] as const,
});
