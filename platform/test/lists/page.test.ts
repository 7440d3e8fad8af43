import { describe, expect, test } from 'vitest';
import { connection } from '../../graphql/connection.ts';
import { listByPosition } from '../../graphql/pagination.ts';
import { checkPageRequest, type PageRequest, toPage } from '../../lists/page.ts';
import { decodePageToken, encodePageToken } from '../../lists/page-token.ts';
import { readTokenAfter, tokenAfter } from '../../lists/newest-first-token.ts';
import { newestFirst } from '../../postgres/newest-first-query.ts';
import { refusalOf } from '@commerce/testkit/refusal';

const refused = (call: () => unknown) => refusalOf((async () => call())());
const invalid = (...fields: string[]) => ({ kind: 'InvalidArgument', fields });

describe('a page token', () => {
  test('of a list that shows the newest first leads on after its entry', async () => {
    const entry = { id: '01890000-0000-7000-8000-000000000000', createdAt: new Date(1_700_000_000_123) };
    expect(readTokenAfter('products', tokenAfter('products', entry))).toEqual(entry);
    expect(readTokenAfter('products', '')).toBeUndefined();
    expect(newestFirst).toEqual([{ createdAt: 'desc' }, { id: 'desc' }]);
    const forged = encodePageToken('products', ['now', entry.id]);
    expect(await refused(() => readTokenAfter('products', forged))).toEqual(invalid('pageToken'));
  });
});

describe('checkPageRequest()', () => {
  const request = { pageSize: 0, pageToken: '', skip: 0 };

  test.each([
    [0, 100],
    [1, 1],
    [100, 100],
    [101, 100],
  ])('makes of a page size of %i one of %i', (pageSize, expected) => {
    expect(checkPageRequest({ ...request, pageSize, skip: 9_900 }).pageSize).toBe(expected);
  });

  test.each([
    [{ pageSize: -1 }, ['pageSize']],
    [{ skip: -1 }, ['skip']],
    [{ skip: 9_901 }, ['skip']],
    [{ pageSize: -1, skip: -1 }, ['pageSize', 'skip']],
  ])('refuses %j', async (change, fields) => {
    expect(await refused(() => checkPageRequest({ ...request, ...change }))).toEqual(invalid(...fields));
  });
});

test.each([
  ['goes on when there is one row more than its size', [1, 2, 3], [1, 2], 't2'],
  ['is the last when there are no more rows than its size', [1, 2], [1, 2], ''],
  ['may be short', [1], [1], ''],
  ['may be empty', [], [], ''],
])('a page %s', (_what, rows, items, nextPageToken) => {
  const pageTokens = items.map((item) => `t${item}`);
  expect(toPage(rows, { pageSize: 2 }, (row) => `t${row}`)).toEqual({ items, pageTokens, nextPageToken });
});

test('a page from the end has its entries in the order of the list, and goes on before the first of them', () => {
  const page = { items: [2, 3], pageTokens: ['t2', 't3'], nextPageToken: 't2' };
  expect(toPage([3, 2, 1], { pageSize: 2, fromEnd: true }, (row) => `t${row}`)).toEqual(page);
  expect(toPage([3, 2], { pageSize: 2, fromEnd: true }, (row) => `t${row}`)).toEqual({ ...page, nextPageToken: '' });
});

test.each([
  [false, 't2'],
  [true, 't1'],
])('a page without the tokens of its entries goes on all the same (from the end: %j)', (fromEnd, nextPageToken) => {
  const rows = fromEnd ? [2, 1, 0] : [1, 2, 3];
  const page = toPage(rows, { pageSize: 2, fromEnd, omitPageTokens: true }, (row) => `t${row}`);
  expect(page).toEqual({ items: [1, 2], pageTokens: [], nextPageToken });
});

/** A list of five, as a core gives it: a page token is the number that it goes on after. */
async function fetchPage({ pageSize, pageToken, skip }: PageRequest) {
  const rest = [1, 2, 3, 4, 5].slice(Number(pageToken) + skip);
  return toPage(rest.slice(0, pageSize + 1), { pageSize }, String);
}

describe('connection()', () => {
  const LAST = { hasNextPage: false, hasPreviousPage: true, startCursor: '4', endCursor: '5' };

  test.each([
    ['all of it', {}, [1, 2, 3, 4, 5], { ...LAST, hasPreviousPage: false, startCursor: '1' }],
    ['all of it for nulls', { first: null, after: null }, [1, 2, 3, 4, 5], { hasPreviousPage: false }],
    ['its beginning', { first: 2 }, [1, 2], { hasNextPage: true, hasPreviousPage: false, endCursor: '2' }],
    ['what comes after a cursor', { first: 2, after: '1' }, [2, 3], { hasNextPage: true, hasPreviousPage: true }],
    ['its end', { first: 2, after: '3' }, [4, 5], LAST],
    ['nothing after its end', { after: '5' }, [], { ...LAST, startCursor: null, endCursor: null }],
    ['nothing, and whether there is more', { first: 0, after: '4' }, [], { hasNextPage: true, endCursor: null }],
    ['nothing, and that there is no more', { first: 0, after: '5' }, [], { hasNextPage: false, startCursor: null }],
  ])('shows %s', async (_what, args, nodes, pageInfo) => {
    const shown = await connection(args, fetchPage);
    expect(shown).toMatchObject({ nodes, pageInfo });
    expect(shown.edges).toEqual(nodes.map((node) => ({ cursor: String(node), node })));
  });

  test('reads one entry, not a page, to learn whether there is more', async () => {
    const sizes: number[] = [];
    await connection({ first: 0 }, (page) => {
      sizes.push(page.pageSize);
      return fetchPage(page);
    });
    expect(sizes).toEqual([1]);
  });

  test('names its arguments when it refuses them', async () => {
    expect(await refusalOf(connection({ first: -1 }, fetchPage))).toEqual(invalid('first'));
    const after = connection({ after: 'garbled' }, async ({ pageToken }) => {
      decodePageToken('list', pageToken);
      return fetchPage({ pageSize: 1, pageToken: '', skip: 0 });
    });
    expect(await refusalOf(after)).toEqual(invalid('after'));
  });
});

describe('listByPosition()', () => {
  const fetchItems = async (page: PageRequest) => (await fetchPage(page)).items;

  test.each([
    [undefined, [1, 2, 3, 4, 5]],
    [null, [1, 2, 3, 4, 5]],
    [{ take: null, skip: null }, [1, 2, 3, 4, 5]],
    [{ take: 2 }, [1, 2]],
    [{ skip: 3 }, [4, 5]],
    [{ take: 2, skip: 1 }, [2, 3]],
    [{ take: 0 }, []],
    [{ take: 101 }, [1, 2, 3, 4, 5]],
    [{ skip: 9_900 }, []],
  ])('gives for %j %j', async (pagination, items) => {
    expect(await listByPosition(pagination, fetchItems)).toEqual(items);
  });

  test('asks for no token of an entry, which nobody could see', async () => {
    const asked: PageRequest[] = [];
    await listByPosition({ take: 2 }, async (page) => {
      asked.push(page);
      return [];
    });
    expect(asked).toEqual([{ pageSize: 2, skip: 0, pageToken: '', omitPageTokens: true }]);
  });

  test.each([
    [{ take: -1 }, ['pagination.take']],
    [{ skip: 9_901 }, ['pagination.skip']],
    [{ take: 0, skip: -1 }, ['pagination.skip']],
  ])('names its arguments when it refuses %j', async (pagination, fields) => {
    expect(await refusalOf(listByPosition(pagination, fetchItems))).toEqual(invalid(...fields));
  });
});

test.each(['%%%', '=', ' ', '\n'])('a page token with %j at its end is not the token that was given out', (junk) => {
  const token = encodePageToken('list', [1]);
  expect(decodePageToken('list', token)).toEqual([1]);
  expect(() => decodePageToken('list', token + junk)).toThrow('must be a token');
});
