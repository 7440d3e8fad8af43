import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '@commerce/platform/errors/user-error';
import type { Client, estypes } from '@elastic/elasticsearch';
import { writeAlias } from './product-index.ts';

/** The index to copy from, and the one that is to get the same documents. */
export interface Copy {
  client: Client;
  source: string;
  target: string;
}

/**
 * The sequence number up to which all copies of an index have every write. A later copy starts from it, and needs no clock to
 * find what it lacks.
 */
export async function checkpointOf(client: Client, index: string): Promise<number> {
  const { indices } = await client.indices.stats({ index, level: 'shards', metric: 'docs' });
  // Each shard counts on its own: from the least number on, no write is missed.
  const primaries = Object.values(indices?.[index]?.shards ?? {}).map((copies) =>
    copies.find(({ routing }) => routing?.primary),
  );
  const checkpoints = primaries.map((primary) => primary?.seq_no?.global_checkpoint ?? Number.NaN);
  const checkpoint = Math.min(...checkpoints);
  if (!Number.isFinite(checkpoint)) throw new UserError(`A shard of ${index} is not there: run it again when it is.`);
  return checkpoint;
}

/**
 * Copies the documents that were written after a checkpoint, inside Elasticsearch, as a task of its own: it may take
 * longer than any request. A document replaces only an older version of itself, so that copying twice, or two at once,
 * or a task that its process left behind, does no harm.
 *
 * @param after as `checkpointOf` gave it; -1 for all.
 * @param show gets how many of how many are copied.
 * @returns how many there were to copy.
 * @throws UserError that names a document that the target does not take.
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-reindex
 */
export async function copyProducts(
  copy: Copy,
  after: number,
  signal: AbortSignal,
  show: (done: number, total: number) => void,
): Promise<number> {
  const { task = '' } = await copy.client.reindex({ ...request(copy, after), wait_for_completion: false });
  for (;;) {
    await wait(POLL_MS, undefined, { signal });
    const { completed, task: running, response, error } = await copy.client.tasks.get({ task_id: task });
    const { total, created = 0, updated = 0, version_conflicts: newer } = running.status as estypes.ReindexStatus;
    if (total > 0) show(created + updated + newer, total);
    if (error) throw new Error(`Copying ${copy.source} to ${copy.target} failed: ${error.reason ?? error.type}`);
    if (completed) return verify(copy, response as estypes.ReindexResponse);
  }
}

/** The same, in one request that ends in time or fails. */
export async function copyLastProducts(
  copy: Copy,
  after: number,
  options: { requestTimeout: number; maxRetries: number },
): Promise<void> {
  verify(copy, await copy.client.reindex(request(copy, after), options));
}

const POLL_MS = 100;

function request({ source, target }: Copy, after: number): estypes.ReindexRequest {
  return {
    source: { index: source, query: { range: { _seq_no: { gt: after } } } },
    // The copy keeps the original's version, and Elasticsearch refuses a copy that is not newer than what is there.
    dest: { index: writeAlias(target), version_type: 'external' },
    conflicts: 'proceed',
    require_alias: true,
  };
}

function verify({ source, target }: Copy, { failures = [], timed_out: timedOut, total = 0 }: estypes.ReindexResponse) {
  const [failure] = failures;
  if (failure) {
    const { id, cause } = failure;
    throw new UserError(`${target} does not take the document ${id} of ${source}: ${cause.reason ?? cause.type}`);
  }
  if (timedOut) throw new Error(`Copying ${source} to ${target} was cut off.`);
  return total;
}
