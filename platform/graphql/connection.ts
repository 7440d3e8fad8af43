import { renameFields } from '../errors/rename-fields.ts';
import { checkPageRequest, type Page, type PageRequest } from '../lists/page.ts';

/** https://relay.dev/graphql/connections.htm */
export interface Connection<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

export interface ConnectionArguments {
  first?: number | null;
  after?: string | null;
}

/**
 * Resolves a connection. `first` is 100 by default and at most; cursors are the core's page tokens.
 *
 * @throws DomainError InvalidArgument that names `first` or `after`.
 */
export function connection<T>(
  { first, after }: ConnectionArguments,
  fetch: (page: PageRequest) => Promise<Page<T>>,
): Promise<Connection<T>> {
  return renameFields({ pageSize: 'first', pageToken: 'after' }, async () => {
    const request = checkPageRequest({ pageSize: first ?? 0, skip: 0, pageToken: after ?? '' });
    // Asking for no entry still asks whether there are any; to a core 0 would mean "the default".
    const page = await fetch(first === 0 ? { ...request, pageSize: 1 } : request);
    return first === 0 ? toConnection({ ...page, items: [] }, after, page.items.length > 0) : toConnection(page, after);
  });
}

function toConnection<T>(
  { items, pageTokens, nextPageToken }: Page<T>,
  after: string | null | undefined,
  hasNextPage = nextPageToken !== '',
): Connection<T> {
  const edges = items.map((node, index) => ({ cursor: pageTokens[index] ?? '', node }));
  return {
    edges,
    nodes: items,
    pageInfo: {
      hasNextPage,
      // A cursor is an entry's: what it stands after was there.
      hasPreviousPage: Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
