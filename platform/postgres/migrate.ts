import pg from 'pg';
import type { Domain } from '../domain.ts';
import { UserError } from '../errors/user-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { openSchema } from './direct-connection.ts';
import { apply, type Watch } from './migrate/apply.ts';
import { ensureHistory, markRolledBack, readHistory, recordApplied } from './migrate/history.ts';
import { inTurn } from './migrate/locks.ts';
import { readMigrations } from './migrate/migrations.ts';
import { refuseForeign, verifyHistory } from './migrate/verify-history.ts';

/** Whose database it is. */
export type Migrated = Pick<Domain, 'name' | 'prismaFolder'>;

/**
 * Applies the migrations that a domain's database lacks, in the order of their names, and records them in `_prisma_migrations`
 * as `prisma migrate deploy` does. It never resets anything; a second run at the same time waits for its turn.
 *
 * @param watch is told of what takes its time.
 * @returns the names of the migrations applied now.
 * @throws UserError that says why not, and what to do.
 */
export async function migrate(
  url: string,
  { name, prismaFolder }: Migrated,
  watch: Watch = () => {},
): Promise<string[]> {
  const command = `npm run migrate -- ${name}`;
  return await withDatabase(url, name, async (client) => {
    const migrations = await readMigrations(prismaFolder);
    await inTurn(client, () => ensureHistory(client, { mayHaveTables: false }));
    const missing = verifyHistory(migrations, await readHistory(client), command);
    const applied: string[] = [];
    for (const migration of missing) {
      try {
        if (await apply(client, migration, watch)) applied.push(migration.name);
      } catch (error) {
        const left =
          migration.manner === 'in a transaction'
            ? 'Nothing of it was applied'
            : 'What it has done so far stays, and it goes on from there';
        throw new UserError(
          `${migration.name}${lineOf(error, migration.sql)}: ${reasonOf(error)}\n${left}: mend the cause, or the migration, and run \`${command}\` again.`,
          error,
        );
      }
    }
    return applied;
  });
}

/**
 * Says what became of a migration that nobody recorded the end of, or of one that was made by other means, as `prisma migrate
 * resolve` does.
 *
 * @param outcome `applied` counts it as done; `rolled-back` lets it run again.
 * @throws UserError when it is not the domain's, or its record says otherwise already.
 */
export async function resolveMigration(
  url: string,
  { name, prismaFolder }: Migrated,
  migration: string,
  outcome: 'applied' | 'rolled-back',
): Promise<void> {
  await withDatabase(url, name, async (client) => {
    const migrations = await readMigrations(prismaFolder);
    const file = migrations.find((each) => each.name === migration);
    if (!file) throw new UserError(`the ${name} domain has no migration ${migration}.`);
    await inTurn(client, async () => {
      await ensureHistory(client, { mayHaveTables: true });
      const attempts = await readHistory(client);
      refuseForeign(migrations, attempts);
      const isApplied = attempts.some((each) => each.name === migration && each.outcome === 'applied');
      if (isApplied) throw new UserError(`${migration} is applied already: there is nothing to resolve.`);
      const wasFailed = await markRolledBack(client, migration);
      if (outcome === 'applied') await recordApplied(client, file);
      else if (!wasFailed) throw new UserError(`${migration} has not failed half-way: there is nothing to roll back.`);
    });
  });
}

async function withDatabase<T>(url: string, name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  let client: pg.Client | undefined;
  try {
    const { connectionString } = await openSchema(url);
    client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, application_name: `migrate-${name}` });
    // A connection that breaks fails the statement; without a listener it would end the process.
    client.on('error', () => {});
    await client.connect();
    return await work(client);
  } catch (error) {
    throw new UserError(`Cannot migrate the ${name} database: ${reasonOf(error)}`, error);
  } finally {
    await client?.end().catch(() => {});
  }
}

/** Where PostgreSQL found the fault, when it says so. */
function lineOf(error: unknown, sql: string): string {
  const { position } = error as { position?: string };
  return position === undefined ? '' : ` (line ${sql.slice(0, Number(position)).split('\n').length})`;
}
