import { createHash } from 'node:crypto';
import { type Caller, subjectOf } from '../auth/caller.ts';
import { DomainError, inWords } from '../errors/domain-error.ts';

/** Names a request that must take effect once, however often it is sent (https://google.aip.dev/155). */
export interface KeyedRequest {
  /** What stands for the idempotency key in the store, where it is its caller's own. */
  key: string;
  method: string;
  /** Of the request's content. */
  fingerprint: string;
}

/**
 * @param caller whose key it is: another's equal one names another request.
 * @param idempotencyKey as it came; empty when the caller asked for no protection.
 * @param content everything else in the request, as plain data with a fixed order of keys. A field that is not set
 *   counts for nothing, so that one which is added later makes no other request of those that were made before.
 * @returns undefined without a key.
 */
export function keyedRequest(
  caller: Caller,
  method: string,
  idempotencyKey: string,
  content: unknown,
): KeyedRequest | undefined {
  if (idempotencyKey === '') return undefined;
  const text = JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : (value ?? undefined),
  );
  return { key: storedKey(caller, idempotencyKey), method, fingerprint: sha256(text) };
}

/**
 * Where nobody is asked who they are, a key is everybody's, and stored as it is. A subject's is stored by a hash of both:
 * nobody can choose a key that becomes another's, and it fits any store, whatever is in the two.
 */
function storedKey(caller: Caller, idempotencyKey: string): string {
  const subject = subjectOf(caller);
  return subject === undefined ? idempotencyKey : sha256(JSON.stringify([subject, idempotencyKey]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What an idempotency key is refused with that stood for another request. */
export function idempotencyKeyReused(): DomainError {
  // As the RPCs name it (https://google.aip.dev/155); a subgraph says what its clients call it, in the message too.
  const fieldViolations = [
    { field: 'requestId', description: 'was used before with another request; choose a new one' },
  ];
  return new DomainError('AlreadyExists', inWords(fieldViolations), { reason: 'REQUEST_ID_REUSED', fieldViolations });
}
