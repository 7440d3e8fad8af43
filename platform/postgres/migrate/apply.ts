import type { ClientBase } from 'pg';
import { readHistory, recordApplied, recordBegun, recordEnd, recordRolledBack } from './history.ts';
import { inTurn, limitLocks, untilUnlocked } from './locks.ts';
import { makeIndex } from './make-index.ts';
import type { Manner, MigrationFile } from './migrations.ts';

/** Is told what a migration does while it takes its time, in a few words. */
export type Watch = (migration: string, news: string) => void;

/**
 * Applies a migration, unless another run was faster, and records it.
 *
 * @returns false when another run was faster.
 * @throws UserError when others hold what it changes; what the database says otherwise. Either is recorded.
 */
export async function apply(client: ClientBase, migration: MigrationFile, watch: Watch): Promise<boolean> {
  return await MANNERS[migration.manner](client, migration, watch);
}

const MANNERS: Record<Manner, (client: ClientBase, migration: MigrationFile, watch: Watch) => Promise<boolean>> = {
  /** It and its record are one transaction: what fails leaves nothing, wherever it is killed. */
  async 'in a transaction'(client, migration, watch) {
    const attempt = () =>
      inTurn(client, async () => {
        if (await isApplied(client, migration)) return false;
        await limitLocks(client);
        await client.query(migration.sql);
        await recordApplied(client, migration);
        return true;
      });
    try {
      return await untilUnlocked(attempt, sayLocked(migration, watch));
    } catch (error) {
      await recordRolledBack(client, migration, messageOf(error)).catch(() => {});
      throw error;
    }
  },

  'outside a transaction': (client, migration, watch) =>
    repeatably(client, migration, () =>
      untilUnlocked(() => makeIndex(client, migration.sql), sayLocked(migration, watch)),
    ),

  /** Each batch is a transaction of its own, so that it holds its locks for a moment only, and stays when the next one is killed. */
  'in batches': (client, migration, watch) =>
    repeatably(client, migration, async () => {
      const batch = () =>
        inTurn(client, async () => {
          await limitLocks(client);
          const { rowCount } = await client.query(migration.sql);
          if (rowCount === null) throw new Error('expected one statement that changes rows.');
          return rowCount;
        });
      let total = 0;
      for (;;) {
        const changed = await untilUnlocked(batch, sayLocked(migration, watch));
        if (changed === 0) return;
        total += changed;
        watch(migration.name, `${total} rows`);
      }
    }),
};

/** Records a migration that does no harm when it is run again, before it and after it. */
async function repeatably(client: ClientBase, migration: MigrationFile, work: () => Promise<void>): Promise<boolean> {
  const isToDo = await inTurn(client, async () => {
    if (await isApplied(client, migration)) return false;
    await recordBegun(client, migration);
    return true;
  });
  if (!isToDo) return false;
  try {
    await work();
  } catch (error) {
    await recordEnd(client, migration.name, messageOf(error)).catch(() => {});
    throw error;
  }
  return await recordEnd(client, migration.name);
}

async function isApplied(client: ClientBase, { name }: MigrationFile): Promise<boolean> {
  return (await readHistory(client)).some((attempt) => attempt.name === name && attempt.outcome === 'applied');
}

function sayLocked({ name }: MigrationFile, watch: Watch) {
  return (attempt: number, of: number) => watch(name, `others hold what it changes: attempt ${attempt + 1} of ${of}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
