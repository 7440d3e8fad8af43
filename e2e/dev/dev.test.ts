import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DevProcess, spawnDev, startDevProcess } from './dev-process.ts';
import { endPrograms } from '@commerce/testkit/program';
import { type DevRepository, makeDevRepository } from './dev-repository.ts';

const [ADA, LAMP] = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b'];
const CREATE = `mutation ($order: OrderInput!) {
  createOrder(order: $order) { id account { id name } products { name product { id name unitsSold } } }
}`;
const order = { accountId: ADA, products: [{ id: LAMP, quantity: 2 }] };

interface Placed {
  createOrder: { id: string; account: object; products: object[] };
}

const repositories: DevRepository[] = [];
async function makeRepository(): Promise<DevRepository> {
  const repository = await makeDevRepository('order');
  repositories.push(repository);
  return repository;
}
afterAll(async () => {
  await endPrograms();
  await Promise.all(repositories.map((repository) => repository.remove()));
});

describe('work on the order subgraph alone', () => {
  let repository: DevRepository;
  let dev: DevProcess;
  let placed: string;
  beforeAll(async () => {
    repository = await makeRepository();
    dev = await startDevProcess(repository.path, 'order');
  });

  test('places an order and reads it, with what the stand-ins say of its account and products', async () => {
    const { createOrder } = await dev.graph.ask<Placed>(CREATE, { order });
    placed = createOrder.id;
    const name = expect.stringMatching(/^Product name \w+$/) as string;
    expect(createOrder).toEqual({
      id: createOrder.id,
      account: { id: ADA, name: expect.stringMatching(/^Account name \w+$/) },
      products: [{ name, product: { id: LAMP, name, unitsSold: 2 } }],
    });
    const read = `query ($id: ID!) { order(id: $id) { id account { id name } products { name product { id name unitsSold } } } }`;
    expect(await dev.graph.ask(read, { id: createOrder.id })).toEqual({ order: createOrder });
  });

  test("lists the stand-in's accounts with their orders from the own core", async () => {
    const list = '{ accounts { id orders { id } } }';
    const { accounts } = await dev.graph.ask<{ accounts: { id: string }[] }>(list);
    const accountId = accounts[0]?.id ?? '';
    const { createOrder } = await dev.graph.ask<Placed>(CREATE, { order: { ...order, accountId } });
    const after = await dev.graph.ask(list);
    expect(after).toEqual({
      accounts: accounts.map((account, index) =>
        index === 0 ? { ...account, orders: [{ id: createOrder.id }] } : account,
      ),
    });
  });

  test('serves a saved change of a schema and its resolvers, and keeps the last schema that composes', async () => {
    const [schema, resolvers] = ['subgraphs/order/graph/schema.graphql', 'subgraphs/order/graph/resolvers.ts'];
    await repository.edit(schema, 'type Query {', 'type Query { greeting: String');
    await expect.poll(() => dev.graph.query('{ greeting }')).toEqual({ data: { greeting: null } });
    await repository.edit(resolvers, 'Query: {', "Query: { greeting: () => 'Hello',");
    await expect.poll(() => dev.graph.query('{ greeting }')).toEqual({ data: { greeting: 'Hello' } });

    await repository.edit(schema, 'currencyCode: String!', 'currencyCode: Int!');
    await dev.said('error FIELD_TYPE_MISMATCH');
    await expect
      .poll(() => dev.graph.query('{ accounts { name } }'))
      .toMatchObject({ data: { accounts: [{}, {}, {}] } });
  });

  test("serves another team's schema from the stand-in as soon as it is there", async () => {
    await repository.edit('subgraphs/order/graph/schema.graphql', 'currencyCode: Int!', 'currencyCode: String!');
    await repository.edit(
      'subgraphs/account/graph/schema.graphql',
      'type Account @key',
      'enum Tier { GOLD SILVER } type Account @key',
    );
    await repository.edit('subgraphs/account/graph/schema.graphql', '  name: String!', '  tier: Tier! name: String!');
    const tiers = { data: { accounts: [{ tier: 'GOLD' }, { tier: 'GOLD' }, { tier: 'GOLD' }] } };
    await expect.poll(() => dev.graph.query('{ accounts { tier } }')).toEqual(tiers);
  });

  test('stops with Ctrl-C, and leaves no process behind', async () => {
    expect(await dev.end('SIGINT')).toMatchObject({ code: 0 });
    await Promise.all(
      dev.ports.map((port) => expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed')),
    );
  });

  test("keeps its data, and shows what another part's latency and failure cost a client", async () => {
    const trouble = ['--latency=account=300', '--error=catalog=UNAVAILABLE'];
    const { graph } = await startDevProcess(repository.path, 'order', ...trouble);
    const message = 'The catalog service cannot be reached; retry later.';
    const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 };
    const start = performance.now();
    const read = 'query ($id: ID!) { order(id: $id) { account { name } products { quantity product { name } } } }';
    expect(await graph.query(read, { id: placed })).toMatchObject({
      data: { order: { account: { name: expect.any(String) }, products: [{ quantity: 2, product: null }] } },
      errors: [{ path: ['order', 'products', 0, 'product', 'name'], message, extensions }],
    });
    // A timer may be a little early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(290);
    expect(await graph.query(CREATE, { order })).toMatchObject({
      data: { createOrder: null },
      errors: [{ path: ['createOrder'], message: expect.stringMatching(/^The catalog service cannot be reached; /) }],
    });
  });
});

test('tells of a port in use in one line', async () => {
  const { path } = await makeRepository();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const variables = { ORDER_GRAPH_PORT: String(port), ORDER_CORE_PORT: String(port) };
  const { ended } = await spawnDev(path, ['order'], variables);
  expect(await ended).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(
        `^dev: Port ${port} \\(ORDER_GRAPH_PORT\\) is in use.*\nORDER_GRAPH_PORT and ORDER_CORE_PORT are both ${port}`,
      ),
    ),
  });
  server.close();
});
