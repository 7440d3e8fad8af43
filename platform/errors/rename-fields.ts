import { DomainError, invalidArgument, inWords } from './domain-error.ts';

/**
 * Runs a call to a core, and names the fields of a refused request as the client's document does.
 *
 * @param names from the core's field path to the argument's, with `[]` for any index:
 *   `{ 'lines[].productId': 'order.products[].id' }` turns `lines[1].productId` into `order.products[1].id`.
 *   A path that is not named stays as it is.
 */
export async function renameFields<T>(names: Readonly<Record<string, string>>, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof DomainError) || !error.details.fieldViolations?.length) throw error;
    const { kind, details, cause } = error;
    const { fieldViolations: violations = [] } = details;
    const fieldViolations = violations.map(({ field, description }) => ({ field: rename(names, field), description }));
    if (kind === 'InvalidArgument') throw invalidArgument(fieldViolations, details.reason);
    // It named the fields as the core does.
    const message = error.message === inWords(violations) ? inWords(fieldViolations) : error.message;
    throw new DomainError(kind, message, { ...details, fieldViolations, cause });
  }
}

function rename(names: Readonly<Record<string, string>>, field: string): string {
  const indices = field.match(/\[\d+\]/g) ?? [];
  const pattern = field.replaceAll(/\[\d+\]/g, '[]');
  const name = Object.hasOwn(names, pattern) ? names[pattern] : undefined;
  let next = 0;
  return name?.replaceAll('[]', () => indices[next++] ?? '[]') ?? field;
}
