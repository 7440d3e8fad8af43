import { beforeEach, describe, expect, test } from 'vitest';
import { invalidArgument } from '../../errors/domain-error.ts';
import { type KeyedPage, pagesByKey } from '../../graphql/pages-by-key.ts';
import { MAX_BATCH } from '../../lists/batch-by-id.ts';
import type { Page, PageRequest } from '../../lists/page.ts';

const whole: PageRequest = { pageSize: 100, skip: 0, pageToken: '' };

const readMask = { paths: ['id', 'name'] };

/** What was read: the keys, and the page of each. */
let reads: [keys: string[], page: PageRequest][];
let pages: ReturnType<typeof pagesByKey<string>>;
beforeEach(() => {
  reads = [];
  pages = pagesByKey(async (keys, page) => {
    reads.push([keys, page]);
    return keys.map((key) => pageOf(key));
  });
});

/** The page of each, or why there is none. */
async function loadAll(from: typeof pages, asked: KeyedPage[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(asked.map((each) => from.load(each, readMask)));
  return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason));
}

function pageOf(key: string): Page<string> {
  return { items: [`the first of ${key}`], pageTokens: ['token'], nextPageToken: '' };
}

describe('pagesByKey()', () => {
  test('reads the pages of many keys at once, and gives each key its own', async () => {
    const found = await loadAll(pages, [
      { key: 'ada', ...whole },
      { key: 'grace', ...whole },
    ]);
    expect(found).toEqual([pageOf('ada'), pageOf('grace')]);
    expect(reads).toEqual([[['ada', 'grace'], { ...whole, readMask }]]);
  });

  test.each([
    ['size', { ...whole, pageSize: 3 }],
    ['skip', { ...whole, skip: 2 }],
    ['token', { ...whole, pageToken: 'token' }],
    ['direction', { ...whole, fromEnd: true }],
  ])('reads pages of another %s apart', async (_what, other) => {
    await loadAll(pages, [
      { key: 'ada', ...whole },
      { key: 'ada', ...other },
      { key: 'grace', ...whole },
    ]);
    expect(reads).toEqual([
      [['ada', 'grace'], { ...whole, readMask }],
      [['ada'], { ...other, readMask }],
    ]);
  });

  test('reads page tokens if anybody asks for them, and with one read for all', async () => {
    const list = { ...whole, omitPageTokens: true };
    await loadAll(pages, [
      { key: 'ada', ...list },
      { key: 'grace', ...list },
    ]);
    await loadAll(pages, [
      { key: 'alan', ...list },
      { key: 'alan', ...whole },
    ]);
    expect(reads).toEqual([
      [['ada', 'grace'], { ...list, readMask }],
      [['alan'], { ...whole, readMask }],
    ]);
  });

  test('reads a page anew for its tokens, even one of which all fields were read', async () => {
    const all = { paths: ['*'] };
    await pages.load({ key: 'ada', ...whole, omitPageTokens: true }, all);
    await pages.load({ key: 'ada', ...whole }, readMask);
    await pages.load({ key: 'ada', ...whole, omitPageTokens: true }, readMask);
    expect(reads).toEqual([
      [['ada'], { ...whole, readMask: all, omitPageTokens: true }],
      [['ada'], { ...whole, readMask }],
    ]);
  });

  test('reads a page once that is asked for again', async () => {
    await loadAll(pages, [
      { key: 'ada', ...whole },
      { key: 'ada', ...whole },
    ]);
    await pages.load({ key: 'ada', ...whole }, readMask);
    expect(reads).toEqual([[['ada'], { ...whole, readMask }]]);
  });

  test('reads no more keys at once than a batch has', async () => {
    const keys = Array.from({ length: MAX_BATCH + 1 }, (_, n) => String(n));
    const found = await loadAll(
      pages,
      keys.map((key) => ({ key, ...whole })),
    );
    expect(found).toEqual(keys.map(pageOf));
    expect(reads.map(([read]) => read.length)).toEqual([MAX_BATCH, 1]);
  });

  test('a read that is refused costs the pages with other arguments nothing', async () => {
    const refusal = invalidArgument([{ field: 'pageToken', description: 'is garbled' }]);
    const some = pagesByKey(async (keys: string[], { pageToken }) => {
      if (pageToken) throw refusal;
      return keys.map(pageOf);
    });
    const found = await loadAll(some, [
      { key: 'ada', ...whole },
      { key: 'ada', ...whole, pageToken: 'garbled' },
      { key: 'grace', ...whole, pageToken: 'garbled' },
    ]);
    expect(found).toEqual([pageOf('ada'), refusal, refusal]);
  });

  test('a page that is left out is an error of its key alone', async () => {
    const some = pagesByKey(async () => [pageOf('ada')]);
    const found = await loadAll(some, [
      { key: 'ada', ...whole },
      { key: 'grace', ...whole },
    ]);
    expect(found).toEqual([
      pageOf('ada'),
      expect.objectContaining({ message: expect.stringContaining('grace') as string }),
    ]);
  });
});
