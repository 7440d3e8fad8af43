import { setTimeout as wait } from 'node:timers/promises';
import { type Elasticsearch, isStatus, unrepeatable } from './client.ts';
import type { ProductDocument } from './product-document.ts';

/** What a replaced document must still be: as it was read. */
export interface Condition {
  if_seq_no: number;
  if_primary_term: number;
}

/**
 * Writes a product, and returns when searches find it.
 *
 * @param condition undefined for a new document.
 * @returns false when the document is there already, or is not as it was read any more.
 */
export async function writeDocument(
  { client, alias }: Elasticsearch,
  document: ProductDocument,
  condition: Condition | undefined,
): Promise<boolean> {
  for (;;) {
    try {
      await client.index<ProductDocument>(
        {
          index: alias,
          id: document.id,
          document,
          refresh: 'wait_for',
          // Without the alias Elasticsearch would make an index of that name, by guessing.
          require_alias: true,
          ...(condition ?? { op_type: 'create' }),
        },
        unrepeatable(),
      );
      return true;
    } catch (error) {
      if (isStatus(error, 409)) return false;
      // The last second of a reindex: the index takes no writes until the alias stands for the next one.
      if (!(isStatus(error, 403) && String(error).includes('cluster_block_exception'))) throw error;
      await wait(SWAP_POLL_MS);
    }
  }
}

const SWAP_POLL_MS = 50;
