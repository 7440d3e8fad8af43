import type { Elasticsearch } from './client.ts';
import { filledFields, type ProductDocument } from './product-document.ts';
import { writeAlias } from './product-index.ts';

/**
 * Gives some of the documents that a version before this one wrote the fields that this version searches. A document that
 * somebody changes meanwhile, or an index that takes no writes, is left for the next time.
 *
 * @returns how many it looked at: 0 when all are filled in.
 */
export async function fillDocuments({ client, alias }: Pick<Elasticsearch, 'client' | 'alias'>): Promise<number> {
  const { hits } = await client.search<ProductDocument>({
    index: alias,
    query: { bool: { must_not: [{ exists: { field: 'nameKey' } }] } },
    size: BATCH,
    _source: ['name', 'description'],
    seq_no_primary_term: true,
    track_total_hits: false,
  });
  const operations = hits.hits.flatMap(
    ({ _index, _id, _source, _seq_no: if_seq_no, _primary_term: if_primary_term }) => {
      if (!_source || if_seq_no === undefined || if_primary_term === undefined) return [];
      // A condition holds in one index alone: see write-document.ts.
      const update = { _index: writeAlias(_index), _id, if_seq_no, if_primary_term, require_alias: true };
      return [{ update }, { doc: filledFields(_source) }];
    },
  );
  if (operations.length > 0) await client.bulk({ operations, refresh: 'wait_for' });
  return hits.hits.length;
}

const BATCH = 500;
