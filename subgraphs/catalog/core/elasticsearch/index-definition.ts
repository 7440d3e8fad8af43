import type { estypes } from '@elastic/elasticsearch';

/** The analyzer that turns folded words into stems, and drops those that English ignores. */
export const STEMS = 'stems';

/**
 * How products are indexed. After a change here the cores refuse an index that was made before it, until
 * `npm run reindex` has built the next one.
 *
 * `foldedName` and `foldedDescription` hold the words of the texts as `wordsOf` gives them, with one blank between
 * them: both sides of the search, and both stores, fold case and accents alike.
 */
export const mappings: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    id: { type: 'keyword' },
    name: { type: 'text', index: false },
    description: { type: 'text', index: false },
    currencyCode: { type: 'keyword' },
    unitPriceMinor: { type: 'long' },
    archived: { type: 'boolean' },
    createdAt: { type: 'date' },
    // When it was last written, by the core's clock: what a reindex has to copy again.
    updatedAt: { type: 'date' },
    version: { type: 'integer' },
    // The ids of the requests that changed it last; never searched.
    requests: { type: 'keyword', index: false, doc_values: false },
    foldedName: words(),
    foldedDescription: words(),
  },
};

/** Each text twice: by the stems of its words, and by the words as they are, to find them by their beginning. */
function words(): estypes.MappingProperty {
  return {
    type: 'text',
    analyzer: 'words',
    norms: false,
    index_prefixes: { min_chars: 2, max_chars: 10 },
    fields: { stem: { type: 'text', analyzer: STEMS, norms: false } },
  };
}

export const settings: estypes.IndicesIndexSettings = {
  // A write is acknowledged when searches find it: it waits for the next refresh, 0.1 s on average. A shorter interval
  // costs more, smaller segments; Elasticsearch's own default, 1 s, would make every write wait half a second.
  refresh_interval: '200ms',
  // The deepest page by position, and one entry more that tells whether the list goes on.
  max_result_window: 10_001,
  // A copy as soon as there is a second node to hold it.
  auto_expand_replicas: '0-1',
  analysis: {
    analyzer: {
      words: { type: 'custom', tokenizer: 'whitespace' },
      [STEMS]: { type: 'custom', tokenizer: 'whitespace', filter: ['english_stop', 'english_stem'] },
    },
    filter: {
      english_stop: { type: 'stop', stopwords: '_english_' },
      english_stem: { type: 'stemmer', language: 'porter2' },
    },
  },
};
