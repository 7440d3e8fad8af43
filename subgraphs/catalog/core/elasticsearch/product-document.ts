import { columnsOf } from '@commerce/platform/values/columns-of';
import type { Read } from '@commerce/platform/values/partial-read';
import type { estypes } from '@elastic/elasticsearch';
import type { Product, ProductFields, ReadProduct } from '../product.ts';
import { termsOf } from '../search-terms.ts';
import { foldedText } from '../search-words.ts';

/** A product in the index: its fields, with money and time in another form, and what Elasticsearch needs besides. */
export type ProductDocument = StoredFields & SearchedFields & FilledFields;

interface StoredFields extends Omit<Product, 'unitPrice' | 'createdAt'> {
  currencyCode: string;
  /** In a string: JavaScript reads a number of JSON as a float. */
  unitPriceMinor: string;
  createdAt: string;
  /** What is kept of the requests that changed it last: see request-marks.ts. */
  requests: string[];
}

/** The words of the texts as `wordsOf` gives them, with one blank between them: what cores of the version before search. */
interface SearchedFields {
  foldedName: string;
  foldedDescription: string;
}

/**
 * What this version searches and sorts by. A core adds these fields to the index that is there and fills them in for the
 * documents that lack them, while it serves: see fill-documents.ts.
 */
interface FilledFields {
  /** The terms of search-terms.ts, with one blank between two. */
  nameTerms: string;
  terms: string;
  /** What lists by name sort by. */
  nameKey: string;
}

/** How each field is indexed. A core that starts adds a new field to the index that is there. */
export const STORED_FIELDS: Record<keyof StoredFields, estypes.MappingProperty> = {
  id: { type: 'keyword' },
  name: { type: 'text', index: false },
  description: { type: 'text', index: false },
  currencyCode: { type: 'keyword' },
  unitPriceMinor: { type: 'long' },
  archived: { type: 'boolean' },
  createdAt: { type: 'date' },
  version: { type: 'integer' },
  // Never searched.
  requests: { type: 'keyword', index: false, doc_values: false },
};

/** The analyzer that turns folded words into stems, and drops those that English ignores. */
export const STEMS = 'stems';

/** How each text is searched. A new field needs a reindex: the documents that are there lack it. */
export const SEARCHED_FIELDS: Record<keyof SearchedFields, estypes.MappingProperty> = {
  foldedName: words(),
  foldedDescription: words(),
};

/** How each of these is indexed. Without analyzers of the index's own: those cannot be added to an index that is open. */
export const FILLED_FIELDS: Record<keyof FilledFields, estypes.MappingProperty> = {
  nameTerms: terms(),
  terms: terms(),
  nameKey: { type: 'keyword' },
};

/** Terms as they are, and their beginnings. */
function terms(): estypes.MappingProperty {
  return { type: 'text', analyzer: 'whitespace', norms: false, index_prefixes: { min_chars: 1, max_chars: 10 } };
}

/** A text twice: by the stems of its words, and by the words as they are, to find them by their beginning. */
function words(): estypes.MappingProperty {
  return {
    type: 'text',
    analyzer: 'words',
    norms: false,
    index_prefixes: { min_chars: 2, max_chars: 10 },
    fields: { stem: { type: 'text', analyzer: STEMS, norms: false } },
  };
}

/** @param requests what is kept of the requests that changed it last. */
export function toDocument({ unitPrice, createdAt, ...fields }: Product, requests: string[]): ProductDocument {
  return {
    ...fields,
    currencyCode: unitPrice.currencyCode,
    unitPriceMinor: String(unitPrice.amountMinor),
    createdAt: createdAt.toISOString(),
    requests,
    foldedName: foldedText(fields.name),
    foldedDescription: foldedText(fields.description),
    ...filledFields(fields),
  };
}

/** The fields that are made from a product's texts for this version. */
export function filledFields({ name, description }: Pick<Product, 'name' | 'description'>): FilledFields {
  const nameTerms = termsOf(name);
  return {
    nameTerms: nameTerms.join(' '),
    terms: [...nameTerms, ...termsOf(description)].join(' '),
    nameKey: foldedText(name),
  };
}

/** The fields of a document that hold what is wanted of a product, and its id: what a read names in `_source`. */
export function sourceOf(fields: ProductFields): SourceField[] {
  return columnsOf<Product, SourceField>({ ...fields, id: true }, { unitPrice: ['currencyCode', 'unitPriceMinor'] });
}

export type SourceField = keyof StoredFields;

/**
 * Reads a document. A field is null when the document is older than the field.
 *
 * @param source what was read of it, if not all.
 */
export function fromDocument(document: ProductDocument): Product;
export function fromDocument(document: Partial<ProductDocument>, source: readonly SourceField[]): ReadProduct;
export function fromDocument(document: Partial<ProductDocument>, source: readonly SourceField[] = ALL): ReadProduct {
  const stored = Object.fromEntries(
    source.map((name) => [name, document[name] ?? null]),
  ) as unknown as Read<StoredFields>;
  const { currencyCode, unitPriceMinor, createdAt, requests: _, ...fields } = stored;
  const isPriced = currencyCode !== undefined && unitPriceMinor !== undefined;
  return {
    ...fields,
    unitPrice: isPriced ? { currencyCode, amountMinor: BigInt(unitPriceMinor) } : undefined,
    createdAt: createdAt === undefined ? undefined : new Date(createdAt),
  };
}

const ALL = Object.keys(STORED_FIELDS) as SourceField[];
