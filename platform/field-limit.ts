import { callContext, type CallContext } from './call-context.ts';
import { type DomainError, resourceExhausted } from './errors/domain-error.ts';

/**
 * Bounds the fields that the running request's answer is made of: each costs time and memory, however short it is.
 *
 * @param most the fields of one answer.
 * @returns counts fields as they come; once they are too many it throws DomainError ResourceExhausted.
 */
export function fieldLimit(most: number): (fields: number) => void {
  const counted = new WeakMap<CallContext, number>();
  // One for all: thousands of lists may come after the one that was too long, and a stack for each would cost more than
  // what is refused.
  const tooMany = tooManyFields(most);
  return (fields) => {
    const request = callContext.getStore();
    if (!request) return;
    const total = (counted.get(request) ?? 0) + fields;
    counted.set(request, total);
    if (total > most) throw tooMany;
  };
}

/** Not a limit that passes: the same request would meet it again. */
export function tooManyFields(most: number): DomainError {
  return resourceExhausted(`The answer has more than ${most} fields; ask for shorter pages or fewer fields.`, {
    reason: 'RESPONSE_TOO_LARGE',
    retryable: false,
  });
}
