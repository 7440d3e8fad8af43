import { join } from 'node:path';
import { conformance } from '@commerce/testkit/conformance/conformance-tests';
// with --extends
import { newId } from '@commerce/platform/values/uuid';
// end of --extends
import { costOf } from '@commerce/testkit/cost';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { type ConnectionPage, readConnection } from '@commerce/testkit/read-pages';
import { makeMany } from '@commerce/testkit/make-many';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExampleDomain, startExample, startExampleGraphBefore } from './start-example.ts';

let domain: ExampleDomain;
let graph: GraphQLClient;
beforeAll(async () => {
  domain = await startExample();
  ({ graph } = domain);
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

interface CustomerNote {
  id: string;
  name: string;
}

const CREATE = `mutation ($input: CustomerNoteInput!, $key: String) {
  createCustomerNote(customerNote: $input, idempotencyKey: $key) { id name }
}`;

const UPDATE = `mutation ($id: ID!, $version: Int, $key: String) {
  updateCustomerNote(id: $id, customerNote: { name: "Changed" }, expectedVersion: $version, idempotencyKey: $key) {
    name
    version
  }
}`;

async function createCustomerNote(change: Partial<typeof CUSTOMER_NOTE> = {}, key?: string): Promise<CustomerNote> {
  const input = { ...CUSTOMER_NOTE, ...change };
  return (await graph.ask<{ createCustomerNote: CustomerNote }>(CREATE, { input, key })).createCustomerNote;
}

describe('the example subgraph', () => {
  conformance({
    schemaFile: join(import.meta.dirname, '../graph/schema.graphql'),
    url: () => graph.url,
    core: () => domain.core,
    startBefore: startExampleGraphBefore,
    entities: [
      {
        type: 'CustomerNote',
        find: (count) => makeMany(count, async () => ({ ...(await createCustomerNote()) })),
      },
      // with --extends
      {
        type: 'ShopItem',
        find: (count) =>
          makeMany(count, async () => {
            const id = newId();
            return { id, customerNotes: [await createCustomerNote({ shopItemId: id })] };
          }),
        unknown: { customerNotes: [] },
      },
      // end of --extends
    ],
  });
});

describe('queries', () => {
  test('customerNote gives a customer note by its id, and null for an unknown one', async () => {
    const customerNote = await createCustomerNote();
    const document = 'query ($id: ID!) { customerNote(id: $id) { id name } }';
    expect(await graph.ask(document, { id: customerNote.id.toUpperCase() })).toEqual({ customerNote });
    expect(await graph.ask(document, { id: UNKNOWN })).toEqual({ customerNote: null });
  });

  test('customerNotesConnection leads to the end of the list, which customerNotes shows alike', async () => {
    await makeMany(101, (n) => createCustomerNote({ name: `Listed ${n}` }));
    const { customerNotes } = await graph.ask<{ customerNotes: CustomerNote[] }>('{ customerNotes { id } }');
    const document =
      'query ($after: String) { customerNotesConnection(first: 50, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
    const all = await readConnection(async (after) => {
      const page = await graph.ask<{ customerNotesConnection: ConnectionPage<CustomerNote> }>(document, { after });
      return page.customerNotesConnection;
    });
    expect(all.slice(0, customerNotes.length)).toEqual(customerNotes);
    expect(all.length).toBeGreaterThan(customerNotes.length);
  });

  test('a connection is counted, once, and only when somebody asks', async () => {
    const read = (fields: string) => graph.ask(`{ customerNotesConnection(first: 1) { nodes { id } ${fields} } }`);
    const counted = await domain.client.countCustomerNotes({});
    expect(await read('totalCount totalCountIsExact')).toMatchObject({
      customerNotesConnection: { totalCount: counted.count, totalCountIsExact: true },
    });
    const { rpcs } = await costOf(() => read('totalCount totalCountIsExact'));
    expect(rpcs).toEqual({ ListCustomerNotes: 1, CountCustomerNotes: 1 });
    expect((await costOf(() => read(''))).rpcs).toEqual({ ListCustomerNotes: 1 });
  });
  // with --extends

  test('the customer notes of many shop items cost one RPC', async () => {
    const other = '01890000-0000-7000-8000-00000000000c';
    const customerNote = await createCustomerNote({ shopItemId: other });
    const keys = [UNKNOWN, other].map((id) => ({ id }));
    const selection = 'customerNotes { id shopItem { id } } customerNotesConnection { nodes { id } totalCount }';
    const read = () => graph.entities('ShopItem', selection, keys);
    expect((await read()).data?._entities).toEqual([
      { customerNotes: [], customerNotesConnection: { nodes: [], totalCount: 0 } },
      {
        customerNotes: [{ id: customerNote.id, shopItem: { id: other } }],
        customerNotesConnection: { nodes: [{ id: customerNote.id }], totalCount: 1 },
      },
    ]);
    expect((await costOf(read)).rpcs).toEqual({
      BatchListCustomerNotesByShopItem: 1,
      BatchCountCustomerNotesByShopItem: 1,
    });
  });
  // end of --extends
});

describe('mutations', () => {
  test('createCustomerNote with a repeated key returns the first customer note, and refuses another one', async () => {
    const first = await createCustomerNote({}, 'key');
    expect(await createCustomerNote({}, 'key')).toEqual(first);
    const input = { ...CUSTOMER_NOTE, name: 'Other' };
    expect(await graph.errors(CREATE, { input, key: 'key' })).toEqual([
      { code: 'ALREADY_EXISTS', path: 'createCustomerNote', reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
    ]);
  });

  test('updateCustomerNote with a repeated key changes the customer note once, and refuses another one', async () => {
    const [{ id }, other] = [await createCustomerNote(), await createCustomerNote()];
    const updated = { updateCustomerNote: { name: 'Changed', version: 2 } };
    expect(await graph.ask(UPDATE, { id, version: 1, key: 'update' })).toEqual(updated);
    expect(await graph.ask(UPDATE, { id, version: 1, key: 'update' })).toEqual(updated);
    expect(await graph.errors(UPDATE, { id: other.id, version: 1, key: 'update' })).toEqual([
      { code: 'ALREADY_EXISTS', path: 'updateCustomerNote', reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
    ]);
    expect(await graph.errors(UPDATE, { id, key: '' })).toEqual([
      { code: 'BAD_USER_INPUT', path: 'updateCustomerNote', fields: ['idempotencyKey'] },
    ]);
  });

  test('updateCustomerNote changes a customer note, and refuses a stale version', async () => {
    const { id } = await createCustomerNote();
    expect(await graph.ask(UPDATE, { id, version: 1 })).toEqual({
      updateCustomerNote: { name: 'Changed', version: 2 },
    });
    expect(await graph.errors(UPDATE, { id, version: 1 })).toEqual([
      { code: 'CONFLICT', path: 'updateCustomerNote', fields: ['expectedVersion'] },
    ]);
  });

  test.each([
    ['customerNote', '{ customerNote(id: "nonsense") { id } }', ['id']],
    [
      'customerNotes',
      '{ customerNotes(pagination: { skip: -1, take: -1 }) { id } }',
      ['pagination.take', 'pagination.skip'],
    ],
    ['customerNotesConnection', '{ customerNotesConnection(after: "garbled") { nodes { id } } }', ['after']],
    [
      'updateCustomerNote',
      `mutation { updateCustomerNote(id: "${UNKNOWN}", customerNote: { name: "" }) { id } }`,
      ['customerNote.name'],
    ],
  ])('%s refuses %s', async (path, document, fields) => {
    expect(await graph.errors(document)).toEqual([{ code: 'BAD_USER_INPUT', path, fields }]);
  });

  test('createCustomerNote refuses a blank name', async () => {
    expect(await graph.errors(CREATE, { input: { ...CUSTOMER_NOTE, name: ' ' } })).toEqual([
      { code: 'BAD_USER_INPUT', path: 'createCustomerNote', fields: ['customerNote.name'] },
    ]);
  });
});
