import { collectViolations } from '../values/violations.ts';

/** Which part of a list is wanted. */
export interface PageRequest {
  /** At most this many entries; 0 for the default. */
  pageSize: number;
  /** A token of an earlier page of the same list; empty for its start. */
  pageToken: string;
  /** Entries to pass over first. */
  skip: number;
  /** Goes the other way: what stands before the token's entry, or at the end of the list; in the list's order all the same. */
  fromEnd?: boolean;
  /** Leaves out the tokens of the entries. */
  omitPageTokens?: boolean;
}

export interface Page<T> {
  items: T[];
  /** One for each item, unless they were to be left out: the page token that goes on after it, or before it. */
  pageTokens: string[];
  /** Goes on in the same direction; empty where the list ends. */
  nextPageToken: string;
}

/** The default and the most (https://google.aip.dev/158): more is cut down, not refused. */
const MAX_PAGE_SIZE = 100;
/** With a full page this reaches the 10,000th entry, which is as deep as a search index goes by position. */
const MAX_SKIP = 9_900;

/** The request with its page size in force. @throws DomainError InvalidArgument when a number is out of range. */
export function checkPageRequest<T extends PageRequest>(request: T): T {
  const violations = collectViolations();
  if (request.pageSize < 0) violations.add('pageSize', 'must not be negative');
  if (request.skip < 0) violations.add('skip', 'must not be negative');
  if (request.skip > MAX_SKIP) {
    violations.add('skip', `must be at most ${MAX_SKIP.toLocaleString('en')}; use a connection to go deeper`);
  }
  violations.throwIfAny();
  return { ...request, pageSize: Math.min(request.pageSize || MAX_PAGE_SIZE, MAX_PAGE_SIZE) };
}

/**
 * Makes a page of what a store returned.
 *
 * @param rows one more than `pageSize` where the list goes on; from the end its last one first.
 */
export function toPage<T>(
  rows: readonly T[],
  { pageSize, fromEnd = false, omitPageTokens = false }: Omit<PageRequest, 'pageToken' | 'skip'>,
  tokenOf: (row: T) => string,
): Page<T> {
  const read = rows.slice(0, pageSize);
  const items = fromEnd ? read.toReversed() : read;
  const pageTokens = omitPageTokens ? [] : items.map(tokenOf);
  const last = items.at(fromEnd ? 0 : -1);
  return { items, pageTokens, nextPageToken: rows.length > pageSize && last !== undefined ? tokenOf(last) : '' };
}
