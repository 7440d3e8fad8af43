import { validate } from 'uuid';
import { invalidArgument } from '../errors/domain-error.ts';

export { v7 as newId } from 'uuid';

/** A UUID in any letter case. */
export const isUuid = validate;

/** @returns the id in lower case, as the stores write it. @throws DomainError InvalidArgument when it is not a UUID. */
export function checkUuid(field: string, id: string): string {
  if (!isUuid(id)) throw invalidArgument([{ field, description: 'must be a UUID' }]);
  return id.toLowerCase();
}
