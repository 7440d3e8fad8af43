import { renameFields } from '../errors/rename-fields.ts';
import { checkPageRequest, type PageRequest } from '../lists/page.ts';

/** The input type PaginationInput of the schema. */
export interface PaginationArgument {
  skip?: number | null;
  take?: number | null;
}

/**
 * Resolves a list by position. `take` is 100 by default and at most.
 *
 * @throws DomainError InvalidArgument that names `pagination.take` or `pagination.skip`.
 */
export function listByPosition<T>(
  pagination: PaginationArgument | null | undefined,
  fetch: (page: PageRequest) => Promise<T[]>,
): Promise<T[]> {
  return renameFields({ pageSize: 'pagination.take', skip: 'pagination.skip' }, async () => {
    const [pageSize, skip] = [pagination?.take ?? 0, pagination?.skip ?? 0];
    // They are two fifths of the bytes of a page of orders, and a list has no field for them.
    const page = checkPageRequest({ pageSize, skip, pageToken: '', omitPageTokens: true });
    // To a core 0 means "the default"; a client that asks for nothing gets nothing.
    return pagination?.take === 0 ? [] : await fetch(page);
  });
}
