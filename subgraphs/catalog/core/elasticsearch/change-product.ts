import { conflict, DomainError, notFound } from '@commerce/platform/errors/domain-error';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import type { Product, ProductChange } from '../product.ts';
import { claimRequest, releaseClaim } from './claim-request.ts';
import { documentError, type Elasticsearch, repeatable } from './client.ts';
import { fromDocument, type ProductDocument, toDocument } from './product-document.ts';
import { writeDocument } from './write-document.ts';

/**
 * Changes a product once per request id. The write is conditional on what was read: when somebody else writes in
 * between, it is read again.
 *
 * @param change what to set, given the product as it is; undefined when there is nothing to do.
 * @throws DomainError NotFound, or Conflict when the version is not the expected one.
 */
export async function changeProduct(
  store: Elasticsearch,
  id: string,
  request: KeyedRequest | undefined,
  expectedVersion: number | undefined,
  change: (product: Product) => ProductChange | undefined,
): Promise<Product> {
  if (request) await claimRequest(store, request, { resourceId: id, createdAt: new Date() });
  try {
    for (;;) {
      const outcome = await attempt(store, id, request, expectedVersion, change);
      if (outcome) return outcome;
    }
  } catch (error) {
    const isRefused = error instanceof DomainError && (error.kind === 'NotFound' || error.kind === 'Conflict');
    if (request && isRefused) await releaseClaim(store, request);
    throw error;
  }
}

/** @returns undefined when somebody else's write came in between. */
async function attempt(
  store: Elasticsearch,
  id: string,
  request: KeyedRequest | undefined,
  expectedVersion: number | undefined,
  change: (product: Product) => ProductChange | undefined,
): Promise<Product | undefined> {
  const { document, ...condition } = await readForChange(store, id);
  const product = fromDocument(document);
  if (request && document.requests.includes(request.key)) return product;
  if (expectedVersion !== undefined && product.version !== expectedVersion) {
    throw conflict({
      field: 'expectedVersion',
      description: `The product has version ${product.version} now; read it again before you change it.`,
    });
  }
  const changes = change(product);
  if (!changes) return product;
  const changed = { ...product, ...changes, version: product.version + 1 };
  const requests = request ? [...document.requests, request.key].slice(-MAX_REQUESTS) : document.requests;
  const written = await writeDocument(store, toDocument(changed, requests), condition);
  return written ? changed : undefined;
}

/** More changes than this may not come between a request and its repetition. */
const MAX_REQUESTS = 100;

/** A document as it is at this moment, and what a write must name to replace this and no later state. */
async function readForChange({ client, alias }: Elasticsearch, id: string) {
  const { docs } = await client.mget<ProductDocument>({ index: alias, ids: [id] }, repeatable());
  const [found] = docs;
  if (found && 'error' in found) throw documentError(found.error);
  if (!found?._source || found._seq_no === undefined || found._primary_term === undefined) {
    throw notFound({ field: 'id', description: `There is no product ${id}.` });
  }
  const { _index: index, _source: document, _seq_no: if_seq_no, _primary_term: if_primary_term } = found;
  return { document, index, if_seq_no, if_primary_term };
}
