import { costOf } from '@commerce/testkit/cost';
import { type ConnectionPage, readConnection } from '@commerce/testkit/read-pages';
import { makeMany } from '@commerce/testkit/make-many';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let shop: ReturnType<typeof shopOf>;
let [ada, grace, lamp] = ['', '', ''];
beforeAll(async () => {
  domain = await startOrder();
  shop = shopOf(domain);
  [ada, grace, lamp] = [shop.newAccount(), shop.newAccount(), shop.newProduct()];
});
afterAll(() => domain.stop());

/** What the subgraph answers a router that wants some fields of accounts. */
function account(fields: string, ...ids: string[]) {
  return domain.graph.entities(
    'Account',
    fields,
    ids.map((id) => ({ id })),
  );
}

/** Those fields of one account. */
async function read<Entity>(fields: string, id: string): Promise<[Entity]> {
  const { data, errors } = await account(fields, id);
  if (!data) throw new Error(`The subgraph answered with errors: ${JSON.stringify(errors)}`);
  return data._entities as [Entity];
}

describe("an account's orders", () => {
  test('are the same by position and by cursor, newest first', async () => {
    const buyer = shop.newAccount();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await shop.createOrder(buyer, [lamp])).id);
    const byPosition = await account('orders { id } part: orders(pagination: { skip: 1, take: 2 }) { id }', buyer);
    const list = ids.map((id) => ({ id }));
    expect(byPosition.data?._entities).toEqual([{ orders: list, part: list.slice(1, 3) }]);
    const byCursor = await readConnection(async (after) => {
      const fields = `ordersConnection(first: 2, after: ${JSON.stringify(after)}) { nodes { id } pageInfo { hasNextPage endCursor } }`;
      const [entity] = await read<{ ordersConnection: ConnectionPage<object> }>(fields, buyer);
      return entity.ordersConnection;
    });
    expect(byCursor).toEqual(list);
  });

  test('take 0 gives none, 101 gives 100', async () => {
    const buyer = shop.newAccount();
    await makeMany(101, () => shop.createOrder(buyer, [lamp]));
    const fields = 'none: orders(pagination: { take: 0 }) { id } most: orders(pagination: { take: 101 }) { id }';
    const [entity] = await read<{ none: object[]; most: object[] }>(fields, buyer);
    expect([entity.none.length, entity.most.length]).toEqual([0, 100]);
  });

  test('with the same arguments cost one RPC, with others one more', async () => {
    const fields =
      'a: orders { id } b: orders { id } ordersConnection { nodes { id } } c: orders(pagination: { take: 3 }) { id }';
    const { rpcs } = await costOf(() => account(fields, ada, grace, UNKNOWN));
    expect(rpcs).toEqual({ BatchListOrdersByAccount: 2 });
  });

  test('go back from the end, with their number, which costs one RPC for all accounts', async () => {
    const buyer = shop.newAccount();
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.unshift((await shop.createOrder(buyer, [lamp])).id);
    const fields =
      'ordersConnection(last: 2) { nodes { id } pageInfo { hasPreviousPage } totalCount totalCountIsExact }';
    const [entity] = await read<{ ordersConnection: object }>(fields, buyer);
    expect(entity.ordersConnection).toEqual({
      nodes: ids.slice(1).map((id) => ({ id })),
      pageInfo: { hasPreviousPage: true },
      totalCount: 3,
      totalCountIsExact: true,
    });
    const { rpcs } = await costOf(() => account(fields, buyer, ada, grace, UNKNOWN));
    expect(rpcs).toEqual({ BatchListOrdersByAccount: 1, BatchCountOrdersByAccount: 1 });
  });

  test.each([
    ['orders(pagination: { take: -1 }) { id }', 'orders', ['pagination.take']],
    ['orders(pagination: { skip: 9901 }) { id }', 'orders', ['pagination.skip']],
    ['ordersConnection(first: -1) { nodes { id } }', 'ordersConnection', ['first']],
    ['ordersConnection(after: "garbled") { nodes { id } }', 'ordersConnection', ['after']],
  ])('refuse %s, and the fields beside it are whole', async (field, name, fields) => {
    const { data, errors } = await account(`id ${field} whole: orders(pagination: { take: 0 }) { id }`, ada);
    expect(data?._entities).toEqual([{ id: ada, [name]: null, whole: [] }]);
    expect(errors).toMatchObject([
      { path: ['_entities', 0, name], extensions: { code: 'BAD_USER_INPUT', fieldViolations: [{ field: fields[0] }] } },
    ]);
  });

  test("refuse another account's cursor, which costs that account's owner nothing", async () => {
    const cursorOf = 'ordersConnection(first: 1) { edges { cursor } }';
    const buyer = shop.newAccount();
    await shop.createOrder(buyer, [lamp]);
    const [entity] = await read<{ ordersConnection: { edges: { cursor: string }[] } }>(cursorOf, buyer);
    const after = entity.ordersConnection.edges[0]?.cursor;
    const { errors } = await account(`ordersConnection(after: "${after}") { nodes { id } }`, grace);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', fieldViolations: [{ field: 'after' }] } }]);
  });
});
