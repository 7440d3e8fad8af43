import type { Elasticsearch } from './client.ts';
import { requestsIndex } from './product-index.ts';

/**
 * Deletes idempotency keys that are older than so many milliseconds, a limited number of them. Elasticsearch itself finds
 * them, and deletes none that changed meanwhile: cores that do it at the same time only do it twice. One that dies leaves the
 * rest of its batch to Elasticsearch, which ends it.
 *
 * @returns how many.
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-delete-by-query
 */
export async function deleteOldClaims(
  { client, alias }: Pick<Elasticsearch, 'client' | 'alias'>,
  olderThanMs: number,
  atMost: number,
): Promise<number> {
  const seconds = Math.ceil((olderThanMs + CLOCKS_MS) / 1_000);
  const { deleted = 0 } = await client.deleteByQuery({
    index: requestsIndex(alias),
    query: { range: { createdAt: { lt: `now-${seconds}s` } } },
    max_docs: atMost,
    conflicts: 'proceed',
  });
  return deleted;
}

/**
 * By how many milliseconds the clocks of a core, which writes a key's time, and of Elasticsearch, which reads it, may
 * differ before a key is deleted too early.
 */
const CLOCKS_MS = 3_600_000;
