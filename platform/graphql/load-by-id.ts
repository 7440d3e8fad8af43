import DataLoader from 'dataloader';
import { MAX_BATCH } from '../lists/batch-by-id.ts';

/**
 * Gathers the ids that one request asks for, and reads each once, as many at a time as a batch RPC takes.
 *
 * @param read gives what stands for each id, in the order of the ids.
 */
export function loadById<T>(read: (ids: string[]) => Promise<T[]>): DataLoader<string, T> {
  return new DataLoader((ids) => read([...ids]), { maxBatchSize: MAX_BATCH });
}
