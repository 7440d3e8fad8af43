import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { createPool } from '@commerce/platform/postgres/pool';

export interface ExplainedPool {
  pool: pg.Pool;
  /** The same, for a Prisma client. */
  adapter: PrismaPg;
  /** The plans of the statements that some work sent, as the server ran them. */
  plansOf(work: () => Promise<unknown>): Promise<string[]>;
}

/**
 * A pool whose server tells the plan of every statement (https://www.postgresql.org/docs/current/auto-explain.html).
 *
 * @param url of a database of which the user is a superuser. Its next connections are those that tell.
 */
export async function openExplainedPool(url: string): Promise<ExplainedPool> {
  const setup = new pg.Client(url);
  await setup.connect();
  const name = setup.escapeIdentifier(new URL(url).pathname.slice(1));
  for (const setting of [
    "session_preload_libraries = 'auto_explain'",
    'auto_explain.log_min_duration = 0',
    "auto_explain.log_level = 'notice'",
    'auto_explain.log_nested_statements = off',
  ]) {
    await setup.query(`ALTER DATABASE ${name} SET ${setting}`);
  }
  await setup.end();
  const plans: string[] = [];
  const pool = createPool({ store: 'explained', url, size: 1 });
  pool.on('connect', (client) => client.on('notice', ({ message = '' }) => plans.push(message)));
  return {
    pool,
    adapter: new PrismaPg(pool),
    async plansOf(work) {
      plans.length = 0;
      await work();
      return [...plans];
    },
  };
}
