import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { coreContract } from '@commerce/testkit/core-contract';
import { costOf } from '@commerce/testkit/cost';
import { readList } from '@commerce/testkit/read-pages';
import { refusalOf } from '@commerce/testkit/refusal';
import { makeMany } from '@commerce/testkit/make-many';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CustomerNote, exampleService } from '../client.ts';
import { type ExampleDomain, startExample } from './start-example.ts';

let domain: ExampleDomain;
let client: ExampleDomain['client'];
beforeAll(async () => {
  domain = await startExample();
  ({ client } = domain);
});
afterAll(() => domain.stop());

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

async function createCustomerNote(input: Parameters<typeof client.createCustomerNote>[0] = {}) {
  const { customerNote } = await client.createCustomerNote({ ...CUSTOMER_NOTE, ...input });
  if (!customerNote) throw new Error('There is no customer note in the response.');
  return customerNote;
}

describe('the example core to any gRPC client', () => {
  coreContract({
    service: exampleService,
    address: () => domain.core.address,
    adminOrigin: () => domain.core.adminOrigin,
    get: 'GetCustomerNote',
  });
});

describe('CreateCustomerNote', () => {
  test('makes a customer note, which can be read at once', async () => {
    const customerNote = await createCustomerNote({ name: '  Second ' });
    expect(customerNote).toMatchObject({ ...CUSTOMER_NOTE, name: 'Second', version: 1 });
    expect(await client.getCustomerNote({ id: customerNote.id.toUpperCase() })).toEqual({ customerNote });
  });

  test.each([
    ['a blank name', { name: ' \t\n' }, ['name']],
    ['a name of 201 characters', { name: 'a'.repeat(201) }, ['name']],
    ['a NUL character', { name: 'a\0b' }, ['name']],
    ['two faults at once, and names both', { name: '', requestId: 'a\0b' }, ['name', 'requestId']],
    // with --extends
    ['a shop item id that is no UUID', { shopItemId: 'nonsense' }, ['shopItemId']],
    // end of --extends
  ])('refuses %s, and stores nothing', async (_what, input, fields) => {
    const before = await client.listCustomerNotes({});
    expect(await refusalOf(createCustomerNote(input))).toEqual({ kind: 'InvalidArgument', fields });
    expect(await client.listCustomerNotes({})).toEqual(before);
  });

  test('makes one of 20 parallel requests with one id, and refuses another request with that id', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => createCustomerNote({ requestId: 'once' })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await refusalOf(createCustomerNote({ name: 'Other', requestId: 'once' }))).toMatchObject({
      kind: 'AlreadyExists',
    });
  });
});

describe('GetCustomerNote and BatchGetCustomerNotes', () => {
  test.each([
    ['no customer note has', UNKNOWN, 'NotFound'],
    ['is no UUID', 'nonsense', 'InvalidArgument'],
  ])('GetCustomerNote refuses an id that %s', async (_what, id, kind) => {
    expect(await refusalOf(client.getCustomerNote({ id }))).toEqual({ kind, fields: ['id'] });
  });

  test('BatchGetCustomerNotes keeps the order asked, repeats, and leaves holes, with one statement', async () => {
    const [first, second] = [await createCustomerNote(), await createCustomerNote()];
    const read = () => client.batchGetCustomerNotes({ ids: [second.id, UNKNOWN, first.id, 'nonsense', second.id] });
    expect((await read()).results.map(({ customerNote }) => customerNote)).toEqual([second, null, first, null, second]);
    expect((await read()).results.map(({ notFound }) => notFound)).toEqual([false, true, false, true, false]);
    expect((await costOf(read)).statements).toEqual({ example: 1 });
  });

  test('read what is asked for, leave the rest unset, and refuse what a customer note has not', async () => {
    const { id, name } = await createCustomerNote();
    const readMask = { paths: ['name'] };
    const { customerNote } = await client.getCustomerNote({ id, readMask });
    expect(customerNote).toMatchObject({ id, name, version: 0 });
    const { results } = await client.batchGetCustomerNotes({ ids: [id], readMask });
    expect(results).toEqual([{ customerNote, notFound: false }]);
    const { customerNotes } = await client.listCustomerNotes({ pageSize: 1, readMask });
    expect(customerNotes).toEqual([customerNote]);
    const wrong = client.getCustomerNote({ id, readMask: { paths: ['nothing'] } });
    expect(await refusalOf(wrong)).toEqual({ kind: 'InvalidArgument', fields: ['readMask'] });
  });
});

function newestFirst(customerNotes: readonly CustomerNote[]): CustomerNote[] {
  const timeOf = ({ createTime }: CustomerNote) => fromTimestamp(createTime).getTime();
  return customerNotes.toSorted((a, b) => timeOf(b) - timeOf(a) || (a.id < b.id ? 1 : -1));
}

describe('ListCustomerNotes', () => {
  test('goes newest first to the end, in pages of any size', async () => {
    await makeMany(5, () => createCustomerNote());
    const readAll = (pageSize: number) =>
      readList(async (pageToken) => {
        const { customerNotes: items, ...tokens } = await client.listCustomerNotes({ pageSize, pageToken });
        return { items, ...tokens };
      });
    const list = await readAll(100);
    expect(list).toEqual(newestFirst(list));
    expect(await readAll(2)).toEqual(list);
  });

  test.each([
    ['a negative page size', { pageSize: -1 }, ['pageSize']],
    ['a skip that is too large', { skip: 9_901 }, ['skip']],
    ['a garbled token', { pageToken: 'garbled' }, ['pageToken']],
  ])('refuses %s', async (_what, request, fields) => {
    expect(await refusalOf(client.listCustomerNotes(request))).toEqual({ kind: 'InvalidArgument', fields });
  });
});
// with --extends

describe('BatchListCustomerNotesByShopItem', () => {
  test('gives a page for each shop item, in the order asked, with one statement', async () => {
    const [busy, quiet] = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b'];
    const made = await makeMany(3, () => createCustomerNote({ shopItemId: busy }));
    const list = newestFirst(made);
    const read = () => client.batchListCustomerNotesByShopItem({ shopItemIds: [quiet, busy, 'nonsense'], pageSize: 2 });
    const [none, page, nothing] = (await read()).results;
    expect([none?.customerNotes, page?.customerNotes, nothing?.customerNotes]).toEqual([[], list.slice(0, 2), []]);
    const pageToken = page?.nextPageToken ?? '';
    const next = await client.batchListCustomerNotesByShopItem({ shopItemIds: [busy], pageToken });
    expect(next.results[0]?.customerNotes).toEqual(list.slice(2));
    expect(await refusalOf(client.batchListCustomerNotesByShopItem({ shopItemIds: [quiet], pageToken }))).toEqual({
      kind: 'InvalidArgument',
      fields: ['pageToken'],
    });
    expect((await costOf(read)).statements).toEqual({ example: 1 });
  });
});
// end of --extends

describe('UpdateCustomerNote', () => {
  test('changes the name and counts the version', async () => {
    const customerNote = await createCustomerNote();
    const updated = await client.updateCustomerNote({ id: customerNote.id, name: ' Changed ', expectedVersion: 1 });
    expect(updated).toEqual({ customerNote: { ...customerNote, name: 'Changed', version: 2 } });
    expect(await client.getCustomerNote({ id: customerNote.id })).toEqual(updated);
  });

  test('lets one of ten writers from the same version through', async () => {
    const { id } = await createCustomerNote();
    const writes = Array.from({ length: 10 }, (_, n) =>
      client.updateCustomerNote({ id, name: `Writer ${n}`, expectedVersion: 1 }),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each([
    ['an unknown customer note', { id: UNKNOWN, name: 'First' }, 'NotFound', ['id']],
    ['an id that is no UUID', { id: 'nonsense', name: 'First' }, 'InvalidArgument', ['id']],
    ['a blank name', { id: UNKNOWN, name: ' ' }, 'InvalidArgument', ['name']],
  ])('refuses %s', async (_what, request, kind, fields) => {
    expect(await refusalOf(client.updateCustomerNote(request))).toEqual({ kind, fields });
  });
});
