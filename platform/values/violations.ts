import { type FieldViolation, invalidArgument } from '../errors/domain-error.ts';

/**
 * Gathers what is wrong with a request, so that the caller learns all of it at once. A violation may have a reason; the
 * error has room for one, so it has it only when all violations share it.
 */
export interface Violations {
  /**
   * @param description a predicate that says what was expected: `must not be blank`.
   * @param reason see ErrorDetails.
   */
  add(field: string, description: string, reason?: string): void;
  /** @throws DomainError InvalidArgument when anything was added. */
  throwIfAny(): void;
}

/** @returns what a check returns. @throws DomainError InvalidArgument with all violations that it added. */
export function checkAll<T>(check: (violations: Violations) => T): T {
  const violations = collectViolations();
  const checked = check(violations);
  violations.throwIfAny();
  return checked;
}

export function collectViolations(): Violations {
  const violations: FieldViolation[] = [];
  const reasons = new Set<string | undefined>();
  return {
    add(field, description, reason) {
      violations.push({ field, description });
      reasons.add(reason);
    },
    throwIfAny() {
      const [reason] = reasons.size === 1 ? reasons : [];
      if (violations.length > 0) throw invalidArgument(violations, reason);
    },
  };
}
