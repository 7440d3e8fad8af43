import type { ServerUnaryCall } from '@grpc/grpc-js';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors/domain-error.ts';
import { PART_NOT_NAMED } from '../errors/grpc-status.ts';
import { log } from '../log.ts';
import { isOfPart } from '../tls/parts.ts';

/**
 * Lets only the parts call that a core names.
 *
 * @param callers the names of those parts.
 * @returns throws DomainError Forbidden for a call of another one.
 */
export function namedCallers(callers: readonly string[]): (call: ServerUnaryCall<unknown, unknown>) => void {
  // Reading a certificate costs as much as a small call, and there are a few.
  const known = new LRUCache<string, boolean>({ max: MAX_CERTIFICATES });
  return (call) => {
    const certificate = call.getAuthContext()?.sslPeerCertificate;
    const fingerprint = certificate?.fingerprint256 ?? '';
    let isNamed = known.get(fingerprint);
    if (isNamed === undefined) {
      isNamed = certificate !== undefined && callers.some((part) => isOfPart(certificate.raw, part));
      known.set(fingerprint, isNamed);
      const { subjectaltname: names = 'no name' } = certificate ?? {};
      if (!isNamed) log.warn({ names, callers }, 'a part calls that this core does not name');
    }
    if (isNamed) return;
    throw new DomainError('Forbidden', 'This part may not call this core.', { reason: PART_NOT_NAMED });
  };
}

const MAX_CERTIFICATES = 1_000;
