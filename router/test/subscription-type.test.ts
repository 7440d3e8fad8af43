import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, routerVariables, startRouter } from '../start.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { subscription(id: ID!): Subscription }
  type Subscription @key(fields: "id") { id: ID! name: String! }`;

let folder: string;
let router: RunningRouter;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subscription-'));
  const { supergraphSdl = '' } = composeServices([
    { name: 'magazines', url: 'http://127.0.0.1:1', typeDefs: parse(SDL) },
  ]);
  await writeFile(join(folder, 'supergraph.graphql'), supergraphSdl);
  const variables = { NODE_ENV: 'test', PORT: 0, ADMIN_PORT: 0, SUPERGRAPH_PATH: join(folder, 'supergraph.graphql') };
  router = await startRouter(routerVariables.parse(variables), (_, url = '') => url);
});
afterAll(async () => {
  await router.stop();
  await rm(folder, { recursive: true });
});

test('a type that is called Subscription is no root of operations', async () => {
  const client = graphqlClient(`${router.origin}/graphql`);
  const document = '{ __schema { subscriptionType { name } } __type(name: "Subscription") { fields { name } } }';
  expect(await client.ask(document)).toEqual({
    __schema: { subscriptionType: null },
    __type: { fields: [{ name: 'id' }, { name: 'name' }] },
  });
});
