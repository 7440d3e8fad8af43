import { invalidArgument } from '../errors/domain-error.ts';

/**
 * The request id that a client's `idempotencyKey` stands for; empty when it gave none.
 *
 * @throws DomainError InvalidArgument for an empty key: its client counts on a protection that there would not be.
 */
export function toRequestId(idempotencyKey: string | null | undefined): string {
  if (idempotencyKey === '') throw invalidArgument([{ field: 'idempotencyKey', description: 'must not be blank' }]);
  return idempotencyKey ?? '';
}
