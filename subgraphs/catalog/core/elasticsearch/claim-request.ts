import { type KeyedRequest, idempotencyKeyReused } from '@commerce/platform/values/keyed-request';
import { isStatus, type Elasticsearch } from './client.ts';
import { requestsIndex } from './product-index.ts';

/** What a request makes or changes, and when. A repeated request does the same. */
export interface PlannedClaim {
  resourceId: string;
  createdAt: Date;
}

export interface Claim extends PlannedClaim {
  /** Did this try of the request make it, and no earlier one? */
  isNew: boolean;
}

interface ClaimDocument {
  method: string;
  fingerprint: string;
  resourceId: string;
  createdAt: string;
}

/**
 * Writes down what a request is about to do. Elasticsearch has no transactions: when the core is killed before the write, the
 * repeated request finds the claim and does the same.
 *
 * @returns this claim, or that of an earlier request with the same id and content.
 * @throws DomainError AlreadyExists when the id stood for another request.
 */
export async function claimRequest(
  { client, alias }: Elasticsearch,
  { key, method, fingerprint }: KeyedRequest,
  planned: PlannedClaim,
): Promise<Claim> {
  const index = requestsIndex(alias);
  const document = { method, fingerprint, resourceId: planned.resourceId, createdAt: planned.createdAt.toISOString() };
  for (;;) {
    try {
      await client.create<ClaimDocument>({ index, id: key, document });
      return { ...planned, isNew: true };
    } catch (error) {
      if (!isStatus(error, 409)) throw error;
    }
    const earlier = await findClaim({ client, alias }, { key, method, fingerprint });
    if (earlier) return earlier;
    // In between the earlier request was refused and released its claim, or the claim was deleted for its age.
  }
}

/**
 * What an earlier request with the same id claimed, if there was one.
 *
 * @throws DomainError AlreadyExists when it asked for something else.
 */
async function findClaim(
  { client, alias }: Pick<Elasticsearch, 'client' | 'alias'>,
  { key, method, fingerprint }: KeyedRequest,
): Promise<Claim | undefined> {
  const { docs } = await client.mget<ClaimDocument>({ index: requestsIndex(alias), ids: [key] });
  const [found] = docs;
  const earlier = found && '_source' in found ? found._source : undefined;
  if (!earlier) return undefined;
  if (earlier.method !== method || earlier.fingerprint !== fingerprint) throw idempotencyKeyReused();
  return { resourceId: earlier.resourceId, createdAt: new Date(earlier.createdAt), isNew: false };
}

/** Takes back the claim of a request that is refused: its id may be used again. */
export async function releaseClaim({ client, alias }: Elasticsearch, { key }: KeyedRequest): Promise<void> {
  await client.delete({ index: requestsIndex(alias), id: key }, { ignore: [404] });
}
