import { type FieldViolation, invalidArgument } from '../errors/domain-error.ts';

/** Gathers what is wrong with a request, so that the caller learns all of it at once. */
export interface Violations {
  /** @param description a predicate that says what was expected: `must not be blank`. */
  add(field: string, description: string): void;
  /** @throws DomainError InvalidArgument when anything was added. */
  throwIfAny(): void;
}

export function collectViolations(): Violations {
  const violations: FieldViolation[] = [];
  return {
    add(field, description) {
      violations.push({ field, description });
    },
    throwIfAny() {
      if (violations.length > 0) throw invalidArgument(violations);
    },
  };
}
