/** A program that serves the fixture's subgraphs from memory, on ports that the system chooses. It prints their addresses. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import { FIXTURE_SCHEMAS } from './fixture-schemas.ts';

interface Key {
  id: string;
}

const numbers = (count: number) => [...Array(count).keys()];
const users = numbers(10).map((n) => ({ id: `user-${n}`, name: `User ${n}`, email: `user-${n}@example.com` }));
const ordersOf = (user: string) =>
  numbers(3).map((order) => {
    const first = 9 * Number(user.slice('user-'.length)) + 3 * order;
    const products = numbers(3).map((line) => ({ id: `product-${(first + line) % 27}` }));
    return { id: `${user}-order-${order}`, total: 29.9 + order, status: 'PLACED', products };
  });
const productOf = ({ id }: Key) => ({ id, name: `The ${id}`, price: 9.9, inStock: true });

const RESOLVERS = {
  users: { Query: { users: () => users } },
  orders: { User: { __resolveReference: (key: Key) => key, orders: ({ id }: Key) => ordersOf(id) } },
  products: { Product: { __resolveReference: productOf } },
};

/** Each document is parsed once. */
const documents = new Map<string, DocumentNode>();

async function answer(schema: GraphQLSchema, body: unknown): Promise<string> {
  const { query, variables } = body as { query: string; variables: Record<string, unknown> };
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return JSON.stringify(await execute({ schema, document, variableValues: variables }));
}

async function answerOne(schema: GraphQLSchema, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'application/json').end(await answer(schema, await json(request)));
}

async function serve(schema: GraphQLSchema): Promise<string> {
  const server = createServer((request, response) => void answerOne(schema, request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const names = Object.keys(FIXTURE_SCHEMAS) as (keyof typeof FIXTURE_SCHEMAS)[];
const addresses = await Promise.all(
  names.map(async (name) => {
    const schema = buildSubgraphSchema({ typeDefs: parse(FIXTURE_SCHEMAS[name]), resolvers: RESOLVERS[name] });
    return [name, await serve(schema)] as const;
  }),
);
console.log(`addresses: ${JSON.stringify(Object.fromEntries(addresses))}`);
