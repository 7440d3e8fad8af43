import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { fillLists, type Filled } from './fill-lists.ts';
import { type List, LISTS, type Page, readToTheEnd } from './lists.ts';

let system: System;
let made: Filled;

beforeAll(async () => {
  system = await startSystem();
  made = await fillLists(system, 25);
});
afterAll(() => system.stop());

test.each(LISTS)('a connection of $name does not shift when one more is written between its pages', async (list) => {
  const before = await readToTheEnd(system, list, 10, made.buyer);
  const during = await readToTheEnd(system, list, 10, made.buyer, () => insertInto(list));
  expect(before).toHaveLength(3);
  expect(idsOf(during)).toEqual(idsOf(before));

  const after = await readToTheEnd(system, list, 10, made.buyer);
  expect(idsOf(after)).toHaveLength(27);
  expect(idsOf(after)).toEqual(expect.arrayContaining(idsOf(before)));
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

function idsOf(pages: Page[]): string[] {
  return pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));
}
