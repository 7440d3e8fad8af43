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

test('every field of Query and Mutation has its test', async () => {
  const document = '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }';
  const { __schema } = await system.ask<{ __schema: Record<'queryType' | 'mutationType', Fields> }>(document);
  const names = ({ fields }: Fields) => fields.map(({ name }) => name).toSorted();
  expect(Object.keys(queries).toSorted()).toEqual(names(__schema.queryType));
  expect(Object.keys(mutations).toSorted()).toEqual(names(__schema.mutationType));
});

interface Fields {
  fields: { name: string }[];
}
