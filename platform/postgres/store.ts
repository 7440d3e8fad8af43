import { PrismaPg } from '@prisma/adapter-pg';
import type { DomainError } from '../errors/domain-error.ts';
import { createPool, type PoolOptions } from './pool.ts';
import { storeError } from './store-error.ts';

/** A core's PostgreSQL store, as its Prisma client and its server need it. */
export interface Store {
  adapter: PrismaPg;
  toDomainError: (error: unknown) => DomainError | undefined;
  /** What the store waits for before it can serve: nothing, when it answers. */
  waitsFor(): Promise<string[]>;
  close(): Promise<void>;
}

export function openStore(options: PoolOptions): Store {
  const pool = createPool(options);
  return {
    adapter: new PrismaPg(pool),
    toDomainError: storeError(`The ${options.store} store`),
    async waitsFor() {
      try {
        await pool.query('SELECT 1');
        return [];
      } catch {
        return [`the ${options.store} store`];
      }
    },
    close: () => pool.end(),
  };
}
