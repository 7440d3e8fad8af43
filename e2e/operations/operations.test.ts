import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import { type DocumentNode, isObjectType, Kind, parse, print, Source, validate, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { operationCoordinates } from '../../tools/check/operation-coordinates.ts';
import { schemaOf } from '../../tools/check/subgraph-schema.ts';
import { composeSupergraph } from '../../tools/composition/compose-supergraph.ts';
import { readSupergraphConfig } from '../../tools/composition/supergraph-config.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'operations');
const files = (await readdir(folder)).filter((file) => file.endsWith('.graphql'));
const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
const subgraphs = await readSupergraphConfig(join(root, 'supergraph.yaml'));
const { supergraph } = composeSupergraph(subgraphs);
const entityFields = [...new Set(subgraphs.flatMap(({ sdl }) => fieldsOfEntities(sdl)))];
const schema = supergraph?.schema.toAPISchema().toGraphQLJSSchema();

// The clients' teams, and those that own a part of the repository.
const owners = await readFile(join(root, '.github/CODEOWNERS'), 'utf8');
const TEAMS = ['storefront', 'checkout', ...[...owners.matchAll(/@commerce\/(\S+)/g)].map(([, team]) => team)];

describe.each(files.map((file, index) => ({ file, text: texts[index] ?? '' })))('$file', ({ file, text }) => {
  test('is valid against what clients see', () => {
    if (!schema) throw new Error('The supergraph does not compose: run `npm run compose`.');
    expect(validate(schema, parse(new Source(text, file)))).toEqual([]);
  });

  test('says which team owns it and what it is for', () => {
    const [owner, purpose] = text.split('\n');
    expect(owner).toMatch(/^# owner: [a-z0-9-]+$/);
    expect(TEAMS).toContain(owner?.replace('# owner: ', ''));
    expect(purpose).toMatch(/^# \p{Lu}.{10,}\.$/u);
  });

  test('holds one operation, with the name of its file', () => {
    const { definitions } = parse(text);
    expect(definitions.map((definition) => definition.kind)).toEqual([Kind.OPERATION_DEFINITION]);
    const [operation] = definitions;
    const name = operation?.kind === Kind.OPERATION_DEFINITION ? operation.name?.value : undefined;
    expect(name?.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase()).toBe(file.replace(/\.graphql$/, ''));
  });
});

// A field that no operation asks for is one whose cost and whose break nobody would see.
test.each(entityFields)('%s is asked for', (coordinate) => {
  if (!schema) throw new Error('The supergraph does not compose: run `npm run compose`.');
  const asked = texts.some((text) => operationCoordinates(schema, parse(text)).has(coordinate));
  expect(asked, `add ${coordinate} to an operation in operations/`).toBe(true);
});

/** What clients of the project's ancestor send; it must go on working as it is. */
const ANCESTORS = [
  'mutation { createAccount(account: { name: "Ada" }) { id name } }',
  'mutation { createProduct(product: { name: "Desk lamp", description: "Brass, warm light", price: 49.90 }) { id name price } }',
  'mutation ($o: OrderInput!) { createOrder(order: $o) { id createdAt totalPrice products { id name description price quantity } } }',
  'query { accounts { id name orders { id createdAt totalPrice products { id name quantity price } } } }',
  'query ($p: PaginationInput, $q: String) { products(pagination: $p, query: $q) { id name description price } }',
  'query ($id: String) { accounts(id: $id) { name orders { totalPrice products { name quantity } } } }',
];

test.each(ANCESTORS)('an operation is kept as it was: %s', (text) => {
  const kept = texts.map((operation) => print(withoutName(parse(operation))));
  expect(kept).toContain(print(parse(text)));
});

function withoutName(document: DocumentNode): DocumentNode {
  return visit(document, { OperationDefinition: ({ name: _name, ...operation }) => operation });
}

function fieldsOfEntities(sdl: Source): string[] {
  return Object.values(schemaOf(sdl)?.getTypeMap() ?? {})
    .filter((type) => isObjectType(type) && entityKeys(type).length > 0)
    .flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`) : []));
}
