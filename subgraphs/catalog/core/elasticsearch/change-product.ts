import { DomainError } from '@commerce/platform/errors/domain-error';
import { staleVersion, unknownEntity } from '@commerce/platform/errors/entity-errors';
import { isFault } from '@commerce/platform/errors/error-table';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import type { Product } from '../product.ts';
import { type Claim, claimRequest, releaseClaim } from './claim-request.ts';
import { documentError, type Elasticsearch } from './client.ts';
import { fromDocument, type ProductDocument, toDocument } from './product-document.ts';
import { type ExchangeWait, exchangeWait } from './exchange-wait.ts';
import { isMarked, withMark } from './request-marks.ts';
import { writeDocument } from './write-document.ts';

/** What to set, given the product as it is; undefined when there is nothing to do. */
type Change = (product: Product) => Partial<Product> | undefined;

/**
 * Changes a product once per idempotency key. The write is conditional on what was read: when somebody else writes in
 * between, it is read again.
 *
 * @throws DomainError NotFound, Conflict when the version is not the expected one, or what `change` throws.
 */
export async function changeProduct(
  store: Elasticsearch,
  id: string,
  request: KeyedRequest | undefined,
  expectedVersion: number | undefined,
  change: Change,
): Promise<Product> {
  const claimed = request && {
    request,
    claim: await claimRequest(store, request, { resourceId: id, createdAt: new Date() }),
  };
  const untilExchanged = exchangeWait();
  try {
    for (;;) {
      const outcome = await attempt(store, id, claimed, expectedVersion, change, untilExchanged);
      if (outcome) return outcome;
    }
  } catch (error) {
    const isRefused = error instanceof DomainError && !isFault(error.kind);
    if (request && isRefused) await releaseClaim(store, request);
    throw error;
  }
}

interface Claimed {
  request: KeyedRequest;
  claim: Claim;
}

/** @returns undefined when somebody else's write came in between. */
async function attempt(
  store: Elasticsearch,
  id: string,
  claimed: Claimed | undefined,
  expectedVersion: number | undefined,
  change: Change,
  untilExchanged: ExchangeWait,
): Promise<Product | undefined> {
  const { document, ...condition } = await readForChange(store, id);
  const product = fromDocument(document);
  if (claimed && isMarked(document.requests, claimed.request, claimed.claim)) return product;
  const changes = change(product);
  if (expectedVersion !== undefined && product.version !== expectedVersion) {
    throw staleVersion('product', product.version);
  }
  if (!changes) return product;
  const changed = { ...product, ...changes, version: product.version + 1 };
  const requests = claimed ? withMark(document.requests, claimed.request, claimed.claim) : document.requests;
  const written = await writeDocument(store, toDocument(changed, requests), condition, untilExchanged);
  return written ? changed : undefined;
}

/** Reads a document, and the condition that lets a write replace this state of it and no later one. */
async function readForChange({ client, alias }: Elasticsearch, id: string) {
  const { docs } = await client.mget<ProductDocument>({ index: alias, ids: [id] });
  const [found] = docs;
  if (found && 'error' in found) throw documentError(found.error);
  if (!found?._source || found._seq_no === undefined || found._primary_term === undefined) {
    throw unknownEntity('product', id);
  }
  const { _index: index, _source: document, _seq_no: if_seq_no, _primary_term: if_primary_term } = found;
  return { document, index, if_seq_no, if_primary_term };
}
