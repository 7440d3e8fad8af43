import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invalidArgument } from '../../errors/domain-error.ts';
import { inClientNames } from '../../graphql/client-names.ts';

const SCHEMA = `
  type Query { a: Int }
  type Mutation {
    createOrder(order: OrderInput!, note: NoteInput, idempotencyKey: String): Int
    cancelOrder(id: ID!): Int
  }
  input OrderInput { accountId: String!  products: [ProductInput!]!  gift: GiftInput }
  input ProductInput { id: String!  options: [[OptionInput]] }
  input OptionInput { text: String }
  input GiftInput { forWhom: String  inside: GiftInput }
  input NoteInput { text: String }`;
const mapping = {
  messages: { ProductInput: 'NewOrderLine', NoteInput: 'Note' },
  fields: { 'OrderInput.products': 'lines', 'ProductInput.id': 'product_id', 'NoteInput.text': 'body' },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-names-'));
  await writeFile(join(folder, 'schema.graphql'), SCHEMA);
});
afterAll(() => rm(folder, { recursive: true }));

function mutations<T extends object>(resolvers: T): T {
  return inClientNames(join(folder, 'schema.graphql'), mapping, resolvers);
}

test.each([
  ['accountId', 'order.accountId'],
  ['lines', 'order.products'],
  ['lines[3]', 'order.products[3]'],
  ['lines[3].productId', 'order.products[3].id'],
  ['lines[3].options[1][2].text', 'order.products[3].options[1][2].text'],
  ['gift.forWhom', 'order.gift.forWhom'],
  ['gift.inside.inside.forWhom', 'order.gift.inside.inside.forWhom'],
  ['note.body', 'note.text'],
  ['requestId', 'idempotencyKey'],
  ['id', 'id'],
])('%s of a core is %s of the document', async (inCore, inDocument) => {
  const { createOrder } = mutations({
    createOrder: async (): Promise<number> => {
      throw invalidArgument([{ field: inCore, description: 'must be' }]);
    },
  });
  await expect(createOrder()).rejects.toMatchObject({ details: { fieldViolations: [{ field: inDocument }] } });
});

test('a mutation gets its arguments and gives its result', async () => {
  const { cancelOrder } = mutations({ cancelOrder: async (_: null, { id }: { id: string }) => `cancelled ${id}` });
  expect(await cancelOrder(null, { id: '7' })).toBe('cancelled 7');
});

test('a mutation that the schema has not is refused at once', () => {
  expect(() => mutations({ payOrder: async () => 1 })).toThrow('has no mutation payOrder');
});
