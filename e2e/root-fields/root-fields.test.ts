import { graphqlClient } from '@commerce/testkit/graphql-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';

// Every query and every mutation of the schema, answered by the router from all the subgraphs that it takes.

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

describe('the query', () => {
  test.each(Object.entries(queries))('%s answers', async (_, scenario) => {
    expect.hasAssertions();
    await scenario(system, shopOf(system));
  });
});

describe('the mutation', () => {
  test.each(Object.entries(mutations))('%s answers', async (_, scenario) => {
    expect.hasAssertions();
    await scenario(system, shopOf(system));
  });
});

test('every field of Query and Mutation that the shop has has its test', async () => {
  const document = '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }';
  const { account, catalog, order } = system.graphs;
  const schemas = await Promise.all([account, catalog, order].map((url) => graphqlClient(url).ask<Schema>(document)));
  const names = (type: keyof Schema['__schema']) =>
    schemas.flatMap(({ __schema }) => __schema[type].fields.map(({ name }) => name));
  const own = (name: string) => !name.startsWith('_');
  expect(Object.keys(queries).toSorted()).toEqual(names('queryType').filter(own).toSorted());
  expect(Object.keys(mutations).toSorted()).toEqual(names('mutationType').toSorted());
});

interface Schema {
  __schema: Record<'queryType' | 'mutationType', { fields: { name: string }[] }>;
}
