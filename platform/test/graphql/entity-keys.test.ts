import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLObjectType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { entityKeys } from '../../graphql/entity-keys.ts';

const URL = 'url: "https://specs.apollo.dev/federation/v2.9"';

function keysOf(link: string, type: string) {
  const typeDefs = parse(`extend schema @link(${link}) type Query { t: T } ${type}`);
  return entityKeys(buildSubgraphSchema({ typeDefs }).getType('T') as GraphQLObjectType).map(({ text }) => text);
}

test.each([
  ['imported', `${URL}, import: ["@key"]`, '@key'],
  ['by its full name', URL, '@federation__key'],
  ['imported by another name', `${URL}, import: [{ name: "@key", as: "@primaryKey" }]`, '@primaryKey'],
  ['in another name space', `${URL}, as: "fed"`, '@fed__key'],
])('a key is found %s', (_how, link, key) => {
  expect(keysOf(link, `type T ${key}(fields: "id") { id: ID! }`)).toEqual(['id']);
});

test.each([
  ['names something else', '@about(fields: "sku")'],
  ['says more', '@about(fields: "id", order: 1)'],
  ['says nothing', '@about'],
])('another directive is no key: it %s', (_what, directive) => {
  const own = `directive @about(fields: String, order: Int) on OBJECT type T ${directive} { id: ID! }`;
  expect(keysOf(`${URL}, import: ["@key"]`, own)).toEqual([]);
});
