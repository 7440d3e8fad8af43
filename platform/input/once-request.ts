import { createHash } from 'node:crypto';
import { DomainError } from '../errors/domain-error.ts';

/** Names a request that must take effect once, however often it is sent (https://google.aip.dev/155). */
export interface OnceRequest {
  /** Chosen by the caller. */
  id: string;
  method: string;
  /** Of the request's content. */
  fingerprint: string;
}

/**
 * @param requestId as it came; empty when the caller asked for no protection.
 * @param content everything else in the request, as plain data with a fixed order of keys.
 * @returns undefined without a request id.
 */
export function onceRequest(method: string, requestId: string, content: unknown): OnceRequest | undefined {
  if (requestId === '') return undefined;
  const text = JSON.stringify(content, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return { id: requestId, method, fingerprint: createHash('sha256').update(text).digest('hex') };
}

/** What a request id is refused with that stood for another request. */
export function requestIdReused(): DomainError {
  const description = 'was used before with another request; choose a new one';
  return new DomainError('AlreadyExists', `The request id ${description}.`, {
    reason: 'REQUEST_ID_REUSED',
    fieldViolations: [{ field: 'requestId', description }],
  });
}
