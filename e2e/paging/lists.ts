import type { System } from '../start-system.ts';

/** A list of the schema that clients read part by part. */
export interface List {
  name: 'accounts' | 'products' | 'found products' | 'orders';
  /** Reads a part of it by position. */
  readPart(system: System, page: { skip?: number; take?: number }, buyer: string): Promise<Entry[]>;
  /** Reads a page of its connection. */
  readPage(system: System, page: { first: number; after: string | undefined }, buyer: string): Promise<Page>;
}

export interface Entry {
  id: string;
  createdAt: string;
}

export interface Page {
  edges: { cursor: string; node: Entry }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

/** The lists; the orders are those of one account, the buyer. */
export const LISTS: List[] = [
  ofQuery('accounts', 'accounts(pagination: $page)', 'accountsConnection(first: $first, after: $after)'),
  ofQuery('products', 'products(pagination: $page)', 'productsConnection(first: $first, after: $after)'),
  ofQuery(
    'found products',
    'products(query: "lamps", pagination: $page)',
    'productsConnection(query: "lamps", first: $first, after: $after)',
  ),
  {
    name: 'orders',
    async readPart({ ask }, page, buyer) {
      const document = `query ($page: PaginationInput, $buyer: ID!) {
        account(id: $buyer) { entries: orders(pagination: $page) { id createdAt } } }`;
      return (await ask<{ account: { entries: Entry[] } }>(document, { page, buyer })).account.entries;
    },
    async readPage({ ask }, page, buyer) {
      const document = `query ($first: Int, $after: String, $buyer: ID!) {
        account(id: $buyer) { page: ordersConnection(first: $first, after: $after) ${CONNECTION} } }`;
      return (await ask<{ account: { page: Page } }>(document, { ...page, buyer })).account.page;
    },
  },
];

/**
 * All pages of a list's connection.
 *
 * @param between runs after each page but the last.
 */
export async function readToTheEnd(
  system: System,
  { readPage }: List,
  first: number,
  buyer: string,
  between?: () => Promise<unknown>,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (let after: string | undefined; ; after = pages.at(-1)?.pageInfo.endCursor) {
    const page = await readPage(system, { first, after }, buyer);
    pages.push(page);
    if (!page.pageInfo.hasNextPage) return pages;
    await between?.();
  }
}

const CONNECTION = '{ edges { cursor node { id createdAt } } nodes { id } pageInfo { hasNextPage endCursor } }';

function ofQuery(name: List['name'], part: string, connection: string): List {
  return {
    name,
    async readPart({ ask }, page) {
      const document = `query ($page: PaginationInput) { entries: ${part} { id createdAt } }`;
      return (await ask<{ entries: Entry[] }>(document, { page })).entries;
    },
    async readPage({ ask }, page) {
      const document = `query ($first: Int, $after: String) { page: ${connection} ${CONNECTION} }`;
      return (await ask<{ page: Page }>(document, page)).page;
    },
  };
}
