import { refusalOf } from '@commerce/testkit/refusal';
import { beforeEach, describe, expect, test } from 'vitest';
import { invalidArgument } from '../../errors/domain-error.ts';
import { connection, type ConnectionArguments } from '../../graphql/connection.ts';
import type { Page, PageRequest } from '../../lists/page.ts';

const THREE: Page<string> = { items: ['a', 'b', 'c'], pageTokens: ['1', '2', '3'], nextPageToken: '3' };
const NONE: Page<string> = { items: [], pageTokens: [], nextPageToken: '' };

/** The pages that were asked for. */
let asked: PageRequest[];
beforeEach(() => {
  asked = [];
});

function connect(args: ConnectionArguments, page: Page<string> = THREE) {
  return connection(args, async (request) => {
    asked.push(request);
    return page;
  });
}

describe('connection()', () => {
  test("gives every entry with its cursor, which is the core's page token", async () => {
    expect(await connect({ first: 3 })).toEqual({
      edges: [
        { cursor: '1', node: 'a' },
        { cursor: '2', node: 'b' },
        { cursor: '3', node: 'c' },
      ],
      nodes: ['a', 'b', 'c'],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: '1', endCursor: '3' },
    });
  });

  test('says at the end that nothing follows, and after a cursor that something came before', async () => {
    const { pageInfo } = await connect({ after: '0' }, { ...THREE, nextPageToken: '' });
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test('says from the end that something comes before, and before a cursor that something follows', async () => {
    expect((await connect({ last: 3 })).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const { pageInfo } = await connect({ last: 3, before: 'x' }, { ...THREE, nextPageToken: '' });
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, startCursor: '1', endCursor: '3' });
  });

  test.each<[ConnectionArguments, string[]]>([
    [{ first: 1, last: 1 }, ['first']],
    [{ first: 1, before: 'x' }, ['first']],
    [{ after: 'x', last: 1 }, ['after']],
    [{ last: -1 }, ['last']],
  ])('refuses %j', async (args, fields) => {
    expect(await refusalOf(connect(args))).toEqual({ kind: 'InvalidArgument', fields });
    expect(asked).toEqual([]);
  });

  test('of nothing has no cursors', async () => {
    expect(await connect({}, NONE)).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test.each<[ConnectionArguments, Partial<PageRequest>]>([
    [{}, { pageSize: 100, pageToken: '' }],
    [
      { first: null, after: null },
      { pageSize: 100, pageToken: '' },
    ],
    [
      { first: 7, after: 'x' },
      { pageSize: 7, pageToken: 'x' },
    ],
    [{ first: 101 }, { pageSize: 100 }],
    // To a core 0 means its default.
    [{ first: 0 }, { pageSize: 1 }],
    [
      { last: 7, before: 'x' },
      { pageSize: 7, pageToken: 'x', fromEnd: true },
    ],
    [{ last: 3 }, { pageSize: 3, pageToken: '', fromEnd: true }],
    [{ before: 'x' }, { pageSize: 100, pageToken: 'x', fromEnd: true }],
    [
      { last: 0, first: null },
      { pageSize: 1, fromEnd: true },
    ],
  ])('given %j asks for the page %j', async (args, request) => {
    await connect(args);
    expect(asked).toEqual([expect.objectContaining({ skip: 0, ...request })]);
  });

  test.each([
    ['there is more', THREE, true],
    ['there is one entry, the last', { items: ['a'], pageTokens: ['1'], nextPageToken: '' }, true],
    ['there is nothing', NONE, false],
  ])('with first 0 is empty and says that %s', async (_what, page, hasNextPage) => {
    expect(await connect({ first: 0, after: 'x' }, page)).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  test('refuses a negative first without asking for anything', async () => {
    expect(await refusalOf(connect({ first: -1 }))).toEqual({ kind: 'InvalidArgument', fields: ['first'] });
    expect(asked).toEqual([]);
  });

  test('says of what the core refuses which argument it is', async () => {
    const refused = connection({ after: 'garbled' }, async () => {
      throw invalidArgument([{ field: 'pageToken', description: 'is garbled' }]);
    });
    expect(await refusalOf(refused)).toEqual({ kind: 'InvalidArgument', fields: ['after'] });
  });
});
