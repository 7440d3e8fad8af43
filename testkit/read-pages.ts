/** One page of a Relay connection, as far as reading on needs it. */
export interface ConnectionPage<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** All nodes of a connection, page by page as a client reads them. @throws Error when a page says that it is not the last and has no cursor. */
export async function readConnection<Node>(
  fetchPage: (after: string | null) => Promise<ConnectionPage<Node>>,
): Promise<Node[]> {
  const all: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const { nodes, pageInfo }: ConnectionPage<Node> = await fetchPage(after);
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    if (pageInfo.endCursor === null || pageInfo.endCursor === after) throw new Error('The page leads nowhere.');
    after = pageInfo.endCursor;
  }
}

/** One page of a core's list. */
export interface ListPage<Item> {
  items: Item[];
  pageTokens: string[];
  nextPageToken: string;
}

/** All entries of a core's list, page by page. @throws Error when an entry has no token. */
export async function readList<Item>(fetchPage: (pageToken: string) => Promise<ListPage<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let pageToken = '';
  do {
    const page = await fetchPage(pageToken);
    if (page.pageTokens.length !== page.items.length) throw new Error('The page has not one token for each entry.');
    all.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return all;
}
