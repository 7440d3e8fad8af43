import { type Callers, startCallers } from '@commerce/testkit/callers';
import { costOf } from '@commerce/testkit/cost';
import { outcomeOf, refusalTextOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExampleDomain, startExample } from './start-example.ts';

// Where nobody is asked who they are, everybody may do everything: the other tests are of that.

let callers: Callers;
let domain: ExampleDomain;
let client: ExampleDomain['client'];
/** The ids of what Ada made, and Grace. */
let made: { ada: string; grace: string };
beforeAll(async () => {
  callers = await startCallers();
  domain = await startExample(callers.variables);
  ({ client } = domain);
  made = { ada: await make('ada'), grace: await make('grace') };
});
afterAll(async () => {
  await domain.stop();
  await callers.stop();
});

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
// with --extends
const SHOP_ITEM = '01890000-0000-7000-8000-000000000001';
// end of --extends
const CUSTOMER_NOTE = {
  // with --extends
  shopItemId: SHOP_ITEM,
  // end of --extends
  name: 'First',
};

async function make(who: string, requestId = ''): Promise<string> {
  const { customerNote } = await callers.as(who, () => client.createCustomerNote({ ...CUSTOMER_NOTE, requestId }));
  return customerNote?.id ?? '';
}

describe.each([
  ['ada', ['ada'], ['ada']],
  ['grace', ['grace'], ['grace']],
  ['somebody else', [], []],
  ['customer_notes:read', ['grace', 'ada'], []],
  ['customer_notes:write', [], ['grace', 'ada']],
  ['other_things:read', [], []],
])('%s reads what %j made and changes what %j did, and nothing else', (who, read, changed) => {
  const idsOf = (names: readonly string[]) => names.map((name) => made[name as keyof typeof made]);

  /** Those that are in `made`: other tests make more. */
  const ofBoth = (list: { id: string }[] = []) =>
    list.map(({ id }) => id).filter((id) => Object.values(made).includes(id));

  test('GetCustomerNote', async () => {
    const ids = Object.values(made);
    const outcomes = await Promise.all(
      ids.map((id) => outcomeOf(callers.as(who, () => client.getCustomerNote({ id })))),
    );
    expect(outcomes).toEqual(ids.map((id) => (idsOf(read).includes(id) ? 'done' : 'NotFound')));
  });

  test('BatchGetCustomerNotes', async () => {
    const ids = [...Object.values(made), UNKNOWN];
    const { results } = await callers.as(who, () => client.batchGetCustomerNotes({ ids }));
    // What there never was is told to those alone who see all.
    expect(results.at(-1)?.notFound).toBe(who === 'customer_notes:read');
    const found = results.flatMap(({ customerNote }) => customerNote?.id ?? []);
    expect(found.toSorted()).toEqual(idsOf(read).toSorted());
  });

  test('ListCustomerNotes', async () => {
    const { customerNotes } = await callers.as(who, () => client.listCustomerNotes({}));
    expect(ofBoth(customerNotes)).toEqual(idsOf(read));
    const { count } = await callers.as(who, () => client.countCustomerNotes({}));
    expect(count).toBe(customerNotes.length);
  });
  // with --extends

  test('BatchListCustomerNotesByShopItem', async () => {
    const list = () => client.batchListCustomerNotesByShopItem({ shopItemIds: [SHOP_ITEM] });
    const [page] = (await callers.as(who, list)).results;
    expect(ofBoth(page?.customerNotes)).toEqual(idsOf(read));
    const count = () => client.batchCountCustomerNotesByShopItem({ shopItemIds: [SHOP_ITEM] });
    expect((await callers.as(who, count)).results).toEqual([{ count: page?.customerNotes.length, isExact: true }]);
  });
  // end of --extends

  test('UpdateCustomerNote', async () => {
    const ids = Object.values(made);
    const outcomes = await Promise.all(
      ids.map((id) => outcomeOf(callers.as(who, () => client.updateCustomerNote({ id, name: who })))),
    );
    expect(outcomes).toEqual(ids.map((id) => (idsOf(changed).includes(id) ? 'done' : 'NotFound')));
  });
});

test.each<[string, () => Promise<unknown>]>([
  ['CreateCustomerNote', () => client.createCustomerNote(CUSTOMER_NOTE)],
  ['GetCustomerNote', () => client.getCustomerNote({ id: made.ada })],
  ['BatchGetCustomerNotes', () => client.batchGetCustomerNotes({ ids: [made.ada] })],
  ['ListCustomerNotes', () => client.listCustomerNotes({})],
  ['CountCustomerNotes', () => client.countCustomerNotes({})],
  // with --extends
  ['BatchListCustomerNotesByShopItem', () => client.batchListCustomerNotesByShopItem({ shopItemIds: [SHOP_ITEM] })],
  ['BatchCountCustomerNotesByShopItem', () => client.batchCountCustomerNotesByShopItem({ shopItemIds: [SHOP_ITEM] })],
  // end of --extends
  ['UpdateCustomerNote', () => client.updateCustomerNote({ id: made.ada, name: 'Nobody' })],
])('nobody may ask for %s', async (_rpc, call) => {
  expect(await outcomeOf(callers.as('nobody', call))).toBe('Unauthenticated TOKEN_REQUIRED');
});

test.each<[string, (id: string) => Promise<unknown>]>([
  ['GetCustomerNote', (id) => client.getCustomerNote({ id })],
  ['UpdateCustomerNote', (id) => client.updateCustomerNote({ id, name: 'Mine', expectedVersion: 99 })],
])("%s says of what is another's what it says of nothing, and costs the same", async (_rpc, call) => {
  const answer = async (id: string) => {
    let text = '';
    const ask = () => callers.as('ada', () => call(id));
    const cost = await costOf(async () => (text = await refusalTextOf(ask(), id)));
    return { text, cost };
  };
  expect(await answer(made.grace)).toEqual(await answer(UNKNOWN));
});

test("a request id is its caller's own", async () => {
  const id = await make('ada', 'guessed');
  expect(await make('ada', 'guessed')).toBe(id);
  expect(await make('grace', 'guessed')).not.toBe(id);
});
