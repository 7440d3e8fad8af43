import { renameFields } from '../errors/rename-fields.ts';
import type { Count } from '../lists/count.ts';
import { checkPageRequest, type Page, type PageRequest } from '../lists/page.ts';
import { collectViolations } from '../values/violations.ts';

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
  last?: number | null;
  before?: string | null;
}

/**
 * Resolves a connection: `first` entries after a cursor, or the `last` ones before one. Either is 100 by default and at
 * most; cursors are the core's page tokens.
 *
 * @throws DomainError InvalidArgument that names `first`, `after`, `last` or `before`.
 */
export function connection<T>(
  args: ConnectionArguments,
  fetch: (page: PageRequest) => Promise<Page<T>>,
): Promise<Connection<T>> {
  const fromEnd = args.last != null || args.before != null;
  const names = fromEnd ? { pageSize: 'last', pageToken: 'before' } : { pageSize: 'first', pageToken: 'after' };
  return renameFields(names, async () => {
    checkDirection(args, fromEnd);
    const [size, token] = fromEnd ? [args.last, args.before] : [args.first, args.after];
    const request = checkPageRequest({
      pageSize: size ?? 0,
      skip: 0,
      pageToken: token ?? '',
      ...(fromEnd && { fromEnd }),
    });
    // Asking for no entry still asks whether there are any; to a core 0 would mean "the default".
    const page = await fetch(size === 0 ? { ...request, pageSize: 1 } : request);
    // A cursor is an entry's: what it stands beside is there.
    const goesOn = size === 0 ? page.items.length > 0 : page.nextPageToken !== '';
    const pageInfo = fromEnd
      ? { hasNextPage: Boolean(token), hasPreviousPage: goesOn }
      : { hasNextPage: goesOn, hasPreviousPage: Boolean(token) };
    return toConnection(size === 0 ? { ...page, items: [] } : page, pageInfo);
  });
}

/** A connection whose entries can be counted, on all its pages. */
export interface CountedConnection<T> extends Connection<T> {
  count: () => Promise<Count>;
}

/** @param count asks when somebody wants to know, and once for all fields that do. */
export async function countedConnection<T>(
  args: ConnectionArguments,
  fetch: (page: PageRequest) => Promise<Page<T>>,
  count: () => Promise<Count>,
): Promise<CountedConnection<T>> {
  let counted: Promise<Count> | undefined;
  return { ...(await connection(args, fetch)), count: () => (counted ??= count()) };
}

/** The specification allows both directions at once, and strongly discourages it. */
function checkDirection({ first, after }: ConnectionArguments, fromEnd: boolean): void {
  const violations = collectViolations();
  if (fromEnd && first != null) violations.add('first', 'must not be given together with last or before');
  if (fromEnd && after != null) violations.add('after', 'must not be given together with last or before');
  violations.throwIfAny();
}

function toConnection<T>(
  { items, pageTokens }: Page<T>,
  direction: Pick<Connection<T>['pageInfo'], 'hasNextPage' | 'hasPreviousPage'>,
): Connection<T> {
  const edges = items.map((node, index) => ({ cursor: pageTokens[index] ?? '', node }));
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  return { edges, nodes: items, pageInfo: { ...direction, startCursor, endCursor } };
}
