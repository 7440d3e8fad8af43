import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '@commerce/platform/errors/user-error';
import { checkpointOf, copyLastProducts, copyProducts } from '../elasticsearch/copy-products.ts';
import { type Elasticsearch, isStatus } from '../elasticsearch/client.ts';
import type { IndexDefinition } from '../elasticsearch/index-definition.ts';
import { versionsBefore } from '../elasticsearch/product-index.ts';
import {
  createTarget,
  exchangeIndices,
  giveUpTurn,
  takeTurn,
  tookTheTurn,
  type Turn,
} from '../elasticsearch/reindex-turn.ts';

/** How far a step is; a step may come again. */
export interface ReindexProgress {
  step: string;
  done: number;
  total: number;
}

export interface ReindexOptions {
  show: (progress: ReindexProgress) => void;
  /** Ends the run, and undoes what it did, while it still copies. */
  signal: AbortSignal;
  /** By which the next index is made; this version's without it. */
  definition?: IndexDefinition;
  /** How long the old index stays for the reads that are under way; no request is allowed more than this. */
  keepMs: number;
}

/**
 * Copies the products to a new index of this version's definition, and makes the alias stand for it, while reads and
 * writes go on. Writes wait for a moment at the end, until the last ones before it are copied; see write-document.ts.
 * It can be killed at any moment and run again: the next run undoes what this one left. The last one of several that
 * are run at once goes on, the others fail and change nothing.
 *
 * @returns the name of the new index.
 * @throws UserError that says what stands in the way, with everything as it was before.
 */
export async function reindexProducts(store: Elasticsearch, options: ReindexOptions): Promise<string> {
  const turn = await takeTurn(store);
  try {
    await createTarget(turn, options.definition);
    await exchangeSafely(turn, await copyWhileWritten(turn, options));
  } catch (error) {
    await undo(turn, error);
  }
  options.show({ step: `keeping ${turn.source} for what still reads it`, done: 1, total: 1 });
  await wait(options.keepMs);
  // With what was killed at this point before.
  const index = await versionsBefore(turn.client, turn.alias, turn.target);
  if (index.length > 0) await turn.client.indices.delete({ index, ignore_unavailable: true });
  return turn.target;
}

/** Copies what there is, then what was written meanwhile, until it is little. @returns up to which checkpoint. */
async function copyWhileWritten(turn: Turn, { show, signal }: ReindexOptions): Promise<number> {
  let step = `copying ${turn.source} to ${turn.target}`;
  let copied = -1;
  for (;;) {
    // In this order: all that is at the checkpoint is found after the refresh.
    const checkpoint = await checkpointOf(turn.client, turn.source);
    await turn.client.indices.refresh({ index: turn.source });
    const total = await copyProducts(turn, copied, signal, (done, of) => show({ step, done, total: of }));
    show({ step, done: total, total });
    copied = checkpoint;
    if (total <= LITTLE) return copied;
    step = 'copying what was written meanwhile';
  }
}

/**
 * Stops the writes, copies the last ones, and exchanges the indices. The source takes no writes any more.
 *
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-add-block: when it returns, writes
 * that were under way have ended.
 */
async function exchangeSafely(turn: Turn, copied: number): Promise<void> {
  const { client, source, target, token } = turn;
  const end = Date.now() + WRITES_WAIT_MS;
  const inTime = () => ({ requestTimeout: Math.max(1, end - Date.now()), maxRetries: 0 });
  const { shards_acknowledged: stopped } = await client.indices.addBlock({ index: token, block: 'write' }, inTime());
  if (!stopped) throw new UserError(`Not every shard of ${source} stopped its writes: run it again.`);
  await client.indices.refresh({ index: source }, inTime());
  await copyLastProducts(turn, copied, inTime());
  // All of it: searches of the target are to find what the earlier copies brought, too.
  await client.indices.refresh({ index: target }, inTime());
  const [{ count: before }, { count: after }] = await Promise.all([
    client.count({ index: source }, inTime()),
    client.count({ index: target }, inTime()),
  ]);
  if (before !== after) throw new Error(`${target} has ${after} products and ${source} ${before}: not exchanged.`);
  await exchangeIndices(turn, inTime());
}

/** @throws the error, or a better one, unless the indices are exchanged and only the answer was lost. */
async function undo(turn: Turn, error: unknown): Promise<void> {
  let undone: boolean;
  try {
    undone = await giveUpTurn(turn);
  } catch (cause) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The reindex failed (${reason}) and could not undo what it did: writes may be waiting, until it is run again.`,
      cause,
    );
  }
  if (undone) throw error;
  if (!(await isExchanged(turn))) throw tookTheTurn(turn.alias, error);
}

async function isExchanged({ client, alias, target }: Turn): Promise<boolean> {
  try {
    return await client.indices.existsAlias({ index: target, name: alias });
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

/** So few documents are copied in a fraction of a second. */
const LITTLE = 1_000;

/** Less than the time of a request, 10 s by default: a write that waits still has time to be made. */
const WRITES_WAIT_MS = 5_000;
