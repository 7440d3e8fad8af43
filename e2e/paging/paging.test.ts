import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem, type System } from '../start-system.ts';
import { fillLists, type Filled } from './fill-lists.ts';
import { type Entry, LISTS, readToTheEnd } from './lists.ts';

// Lists of 250 entries, read to their end in both styles.

let system: System;
let made: Filled;

beforeAll(async () => {
  system = await startSystem();
  made = await fillLists(system, 250);
}, 120_000);
afterAll(() => system.stop());

describe.each(LISTS)('$name', (list) => {
  test('by position, 100 at a time, come to the end with each entry once', async () => {
    const parts = await Promise.all(
      [0, 100, 200, 300].map((skip) => list.readPart(system, { skip, take: 100 }, made.buyer)),
    );
    expect(parts.map((part) => part.length)).toEqual([100, 100, 50, 0]);
    expect(idsOf(parts.flat())).toEqual(made.ids[list.name].toSorted());
  });

  test('are 100 entries for whoever asks for no number, or for more', async () => {
    const byDefault = await list.readPart(system, {}, made.buyer);
    expect(byDefault).toHaveLength(100);
    expect(await list.readPart(system, { take: 101 }, made.buyer)).toEqual(byDefault);
  });

  test.each([
    { first: 100, lengths: [100, 100, 50] },
    { first: 60, lengths: [60, 60, 60, 60, 10] },
    { first: 125, lengths: [100, 100, 50] },
    { first: 50, lengths: [50, 50, 50, 50, 50] },
  ])('as a connection, $first at a time, come to the end with each entry once', async ({ first, lengths }) => {
    const pages = await readToTheEnd(system, list, first, made.buyer);
    expect(pages.map(({ nodes }) => nodes.length)).toEqual(lengths);
    const entries = pages.flatMap(({ edges }) => edges.map(({ node }) => node));
    expect(idsOf(entries)).toEqual(made.ids[list.name].toSorted());
    expect(pages.flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(entries.map(({ id }) => id));
    expect(pages.map(({ pageInfo }) => pageInfo.endCursor)).toEqual(pages.map(({ edges }) => edges.at(-1)?.cursor));
  });
});

test.each(LISTS.filter(({ name }) => name !== 'found products'))('$name come newest first', async (list) => {
  const pages = await readToTheEnd(system, list, 100, made.buyer);
  const entries = pages.flatMap(({ edges }) => edges.map(({ node }) => node));
  // Entries of one instant come by falling id.
  const keys = entries.map(({ createdAt, id }) => `${createdAt} ${id}`);
  expect(keys).toEqual(keys.toSorted().toReversed());
  expect(await list.readPart(system, { skip: 40, take: 10 }, made.buyer)).toEqual(entries.slice(40, 50));
});

function idsOf(entries: Entry[]): string[] {
  return entries.map(({ id }) => id).toSorted();
}
