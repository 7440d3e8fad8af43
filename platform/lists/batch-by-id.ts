import { invalidArgument } from '../errors/domain-error.ts';
import { isUuid } from '../values/uuid.ts';

/** The most ids that one batch RPC takes; a DataLoader splits what is longer. */
export const MAX_BATCH = 1_000;

/**
 * Answers a batch RPC: one result for each id, in the order asked, undefined where the id is unknown or no UUID.
 * Repeats and letter case cost nothing, and `read` is called once, or not at all when no id can exist.
 *
 * @param read the found items for distinct ids in lower case, in any order.
 * @throws DomainError InvalidArgument for more than 1,000 ids.
 */
export async function batchById<T>(
  field: string,
  ids: readonly string[],
  read: (ids: string[]) => Promise<T[]>,
  idOf: (item: T) => string,
): Promise<(T | undefined)[]> {
  if (ids.length > MAX_BATCH) {
    throw invalidArgument([{ field, description: `must have at most ${MAX_BATCH.toLocaleString('en')} entries` }]);
  }
  const wanted = [...new Set(ids.filter((id) => isUuid(id)).map((id) => id.toLowerCase()))];
  const found = new Map((wanted.length > 0 ? await read(wanted) : []).map((item) => [idOf(item), item]));
  return ids.map((id) => found.get(id.toLowerCase()));
}
