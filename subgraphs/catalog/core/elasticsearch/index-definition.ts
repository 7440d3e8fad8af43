import type { estypes } from '@elastic/elasticsearch';
import { FILLED_FIELDS, SEARCHED_FIELDS, STEMS, STORED_FIELDS } from './product-document.ts';
import { SORTS } from './product-sorts.ts';

/**
 * How products are indexed. Cores of one version before and after serve an index of either: a core that comes back after a
 * crash, in the middle of a reindex and a deployment, must not find one that it refuses.
 */
export interface IndexDefinition {
  /** Counted up by whoever changes how an index that is there would be searched: a field's type or analyzer. A new field is no such change. */
  number: number;
  /**
   * The first definition whose cores find all that they read and write in an index of this one, and in whose indices the code of
   * this version does: the one before. A field with another meaning gets another name, and both are written for one version.
   */
  servesFrom: number;
  mappings: estypes.MappingTypeMapping & { properties: Record<string, estypes.MappingProperty> };
  settings: estypes.IndicesIndexSettings;
}

export const mappings = {
  dynamic: 'strict',
  properties: {
    ...STORED_FIELDS,
    ...SEARCHED_FIELDS,
    ...FILLED_FIELDS,
    // Nobody reads or writes it any more. Documents of earlier versions have it, and cores of earlier versions write it
    // while this version's reindex runs beside them: an index without it would refuse both.
    updatedAt: { type: 'date' },
  },
} satisfies estypes.MappingTypeMapping;

export const settings: estypes.IndicesIndexSettings = {
  // A write is acknowledged when searches find it: it waits for the next refresh, 0.1 s on average. A shorter interval
  // costs more, smaller segments; Elasticsearch's own default, 1 s, would make every write wait half a second.
  refresh_interval: '200ms',
  // The deepest page by position ends at 10,000; one entry more tells whether the list goes on.
  max_result_window: 10_001,
  // As the newest first, which searches list by, too: they end with the page, and look at no other products. An index
  // takes its order when it is made; one that is there has none until a reindex, and is searched as well.
  sort: { field: [...SORTS.NEWEST.fields], order: SORTS.NEWEST.fields.map(() => SORTS.NEWEST.direction) },
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

/** That of this version. */
export const definition: IndexDefinition = { number: 1, servesFrom: 1, mappings, settings };
