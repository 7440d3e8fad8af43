import { DomainError } from '../errors/domain-error.ts';

/** @param message what is wrong with the credentials, in a sentence without any part of them. */
export function unauthenticated(message: string, reason: string, cause?: unknown): DomainError {
  return new DomainError('Unauthenticated', message, { reason, cause });
}
