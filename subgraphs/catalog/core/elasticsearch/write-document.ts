import { type Elasticsearch, isStatus } from './client.ts';
import { exchangeWait } from './exchange-wait.ts';
import type { ProductDocument } from './product-document.ts';
import { writeAlias } from './product-index.ts';

/** What a write requires of the document that it replaces: it is as it was read, in the index where it was read. */
export interface Condition {
  index: string;
  if_seq_no: number;
  if_primary_term: number;
}

/**
 * Writes a product, and returns when searches find it.
 *
 * A condition holds in one index alone: after a reindex, another state of the document may have the same sequence number
 * in the next one. So a conditional write names the index that was read, and not the alias.
 *
 * @param condition undefined for a new document.
 * @param untilExchanged of a request that writes more than once.
 * @returns false when the document is there already, or is not any more as, or where, it was read.
 */
export async function writeDocument(
  { client, alias }: Elasticsearch,
  document: ProductDocument,
  condition: Condition | undefined,
  untilExchanged = exchangeWait(),
): Promise<boolean> {
  const { index, ...read } = condition ?? { index: undefined };
  for (;;) {
    try {
      await client.index<ProductDocument>({
        ...(index === undefined ? { index: alias, op_type: 'create' } : { index: writeAlias(index), ...read }),
        id: document.id,
        document,
        refresh: 'wait_for',
        // Without the alias Elasticsearch would make an index of that name, by guessing.
        require_alias: true,
      });
      return true;
    } catch (error) {
      if (isStatus(error, 409)) return false;
      // The last second of a reindex, when the index takes no writes until the alias stands for the next one; or the end
      // of it, when the index that was read is deleted.
      await untilExchanged(error, index !== undefined && isStatus(error, 404));
      if (index !== undefined) return false;
    }
  }
}
