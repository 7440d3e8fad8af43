import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { fillLists, type Filled } from './fill-lists.ts';
import { type Entry, type List, LISTS, type Page, readToTheEnd } from './lists.ts';

// Lists of 25 entries or more, read to their end through the router in both styles. The limits of a page, the domains'
// tests show.

let system: System;
let made: Filled;

beforeAll(async () => {
  system = await startSystem();
  made = await fillLists(system, 25);
});
afterAll(() => system.stop());

describe.each(LISTS)('$name', (list) => {
  test('by position, 10 at a time, come to the end with each entry once', async () => {
    const parts = await Promise.all(
      [0, 10, 20, 30].map((skip) => list.readPart(system, { skip, take: 10 }, made.buyer)),
    );
    expect(parts.map((part) => part.length)).toEqual([10, 10, 5, 0]);
    expect(idsOf(parts.flat())).toEqual(made.ids[list.name].toSorted());
  });

  test.each([
    { first: 10, lengths: [10, 10, 5] },
    { first: 5, lengths: [5, 5, 5, 5, 5] },
  ])('as a connection, $first at a time, come to the end with each entry once', async ({ first, lengths }) => {
    const pages = await readToTheEnd(system, list, first, made.buyer);
    expect(pages.map(({ nodes }) => nodes.length)).toEqual(lengths);
    expect(idsOf(entriesOf(pages))).toEqual(made.ids[list.name].toSorted());
    expect(pages.flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(entriesOf(pages).map(({ id }) => id));
    expect(pages.map(({ pageInfo }) => pageInfo.endCursor)).toEqual(pages.map(({ edges }) => edges.at(-1)?.cursor));
  });
});

test.each(LISTS.filter(({ name }) => name !== 'found products'))('$name come newest first', async (list) => {
  const entries = entriesOf(await readToTheEnd(system, list, 10, made.buyer));
  // Entries of one instant come by falling id.
  const keys = entries.map(({ createdAt, id }) => `${createdAt} ${id}`);
  expect(keys).toEqual(keys.toSorted().toReversed());
  expect(await list.readPart(system, { skip: 4, take: 10 }, made.buyer)).toEqual(entries.slice(4, 14));
});

// The last ones: they lengthen the lists.
test.each(LISTS)('a connection of $name does not shift when one more is written between its pages', async (list) => {
  const before = entriesOf(await readToTheEnd(system, list, 10, made.buyer));
  let written = 0;
  const during = await readToTheEnd(system, list, 10, made.buyer, async () => {
    await insertInto(list);
    written += 1;
  });
  expect(entriesOf(during)).toEqual(before);

  const after = entriesOf(await readToTheEnd(system, list, 10, made.buyer));
  expect(after).toHaveLength(before.length + written);
  expect(after).toEqual(expect.arrayContaining(before));
});

/** Writes an entry that comes first in its list. */
async function insertInto({ name }: List): Promise<string> {
  const shop = shopOf(system);
  if (name === 'accounts') return await shop.createAccount();
  if (name === 'products') return await shop.createProduct({ name: 'Kettle' });
  // What is asked for, and nothing else, is the best match.
  if (name === 'found products') return await shop.createProduct({ name: 'Lamps' });
  return await shop.createOrder(made.buyer, made.ids.products[0] ?? '');
}

function entriesOf(pages: Page[]): Entry[] {
  return pages.flatMap(({ edges }) => edges.map(({ node }) => node));
}

function idsOf(entries: Entry[]): string[] {
  return entries.map(({ id }) => id).toSorted();
}
