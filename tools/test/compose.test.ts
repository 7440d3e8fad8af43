import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { composeCommand } from '../composition/compose-command.ts';
import { ORDERS, useExampleSupergraph, YAML } from './example-supergraph.ts';

const { inFolder, write, compose, failure, path, written, list } = useExampleSupergraph();
const WRITTEN = () => `${path('supergraph.graphql')} and ${path('schema.graphql')}`;

describe('a supergraph that composes', () => {
  test('is written beside its configuration, twice the same', async () => {
    expect(await compose()).toBe(
      `${WRITTEN()} are composed from ${path('supergraph.yaml')}: 2 subgraphs, no problems.`,
    );
    const first = await written();
    expect(first).toContain('PRODUCTS @join__graph(name: "products", url: "http://localhost:4001/graphql")');
    expect(first).toMatch(/sold: Int/);
    await compose();
    expect(await written()).toBe(first);
    expect(await list()).toEqual(['schema.graphql', 'schemas', 'supergraph.graphql', 'supergraph.yaml']);
  });

  test('does not depend on the order of the subgraphs in the configuration', async () => {
    await compose();
    const first = await written();
    const [head = '', products = '', orders = ''] = YAML.split(/(?=^ {2}\w)/m);
    await write({ 'supergraph.yaml': head + orders + products });
    await compose();
    expect(await written()).toBe(first);
  });

  test('is written where --output says', async () => {
    await compose('--output', inFolder('schemas/all.graphql'));
    expect(await readdir(inFolder('schemas'))).toEqual(expect.arrayContaining(['all.graphql', 'schema.graphql']));
    expect(await list()).not.toContain('supergraph.graphql');
  });

  test('comes with its hints, each with its places', async () => {
    await write({ 'schemas/orders.graphql': ORDERS.replace('sold: Int', 'name: String @shareable') });
    expect(await compose()).toBe(
      `info INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE: Type of field "Product.name" is inconsistent but compatible across ` +
        `subgraphs: will use type "String" (from subgraph "orders") in supergraph but "Product.name" has subtype ` +
        `"String!" in subgraph "products".
    at orders    ${path('schemas/orders.graphql')}:3:44
    at products  ${path('schemas/products.graphql')}:3:44

${WRITTEN()} are composed from ${path('supergraph.yaml')}: 2 subgraphs, 1 info hint.`,
    );
  });
});

describe('the schema that clients see', () => {
  const apiSchema = (name = 'schema.graphql') => readFile(inFolder(name), 'utf8');

  test('has what composition keeps of the subgraphs, by name, and nothing of federation or permissions', async () => {
    const subgraph = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@authenticated", "@tag"])
type Query { order(id: ID!, old: Int = 3 @deprecated(reason: "Unused."), since: Time): Order }
"What was bought."
type Order @key(fields: "id") @authenticated @tag(name: "x") {
  id: ID!  "In words." note: String @deprecated(reason: "Ask for text.")  secret: Int @inaccessible }
"RFC 3339."
scalar Time @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")
`;
    await write({ 'schemas/orders.graphql': subgraph });
    await compose();
    expect(await apiSchema()).toBe(`"""What was bought."""
type Order {
  id: ID!
  """In words."""
  note: String @deprecated(reason: "Ask for text.")
}

type Product {
  id: ID!
  name: String!
}

type Query {
  order(id: ID!, old: Int = 3 @deprecated(reason: "Unused."), since: Time): Order
  product(id: ID!): Product
}

"""RFC 3339."""
scalar Time @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")
`);
  });

  test('is written where --schema says', async () => {
    await compose('--schema', inFolder('schemas/clients.graphql'));
    expect(await apiSchema('schemas/clients.graphql')).toContain('type Product {');
    expect(await list()).not.toContain('schema.graphql');
  });

  test.each(['--schema', '--output'])(
    'is refused where %s would overwrite what a subgraph is written in',
    async (flag) => {
      expect(await failure(flag, inFolder('schemas/orders.graphql'))).toBe(
        `UserError: ${path('schemas/orders.graphql')} is the schema of the subgraph orders, which would be overwritten: ` +
          `name another file with ${flag}.`,
      );
      expect(await apiSchema('schemas/orders.graphql')).toBe(ORDERS);
    },
  );
});

describe('a supergraph that does not compose', () => {
  test('names both places of a conflict, and leaves the old one', async () => {
    await compose();
    const before = await written();
    await write({ 'schemas/orders.graphql': ORDERS.replace('sold: Int', 'name: Int @shareable') });
    expect(await failure()).toBe(
      `UserError: error FIELD_TYPE_MISMATCH: Type of field "Product.name" is incompatible across subgraphs: it has ` +
        `type "Int" in subgraph "orders" but type "String!" in subgraph "products"
    at orders    ${path('schemas/orders.graphql')}:3:44
    at products  ${path('schemas/products.graphql')}:3:44

${path('supergraph.yaml')} does not compose: 1 error. Nothing was written.`,
    );
    expect(await written()).toBe(before);
    expect(await list()).toEqual(['schema.graphql', 'schemas', 'supergraph.graphql', 'supergraph.yaml']);
  });

  test('names the place of every syntax error', async () => {
    await write({ 'schemas/orders.graphql': 'type Query {\n  a: }\n', 'schemas/products.graphql': 'type' });
    const message = await failure();
    expect(message).toContain(
      `error INVALID_GRAPHQL: Syntax Error: Expected Name, found "}".\n    at orders  ${path('schemas/orders.graphql')}:2:6\n`,
    );
    expect(message).toContain(`at products  ${path('schemas/products.graphql')}:1:5\n`);
    expect(message).toContain('2 errors');
  });

  test('names the errors of every subgraph', async () => {
    await write({
      'schemas/orders.graphql': 'type Query { a: Nope }',
      'schemas/products.graphql': 'type Query { b: Zilch }',
    });
    const message = await failure();
    expect(message).toContain(`[orders] Unknown type Nope\n    at orders  ${path('schemas/orders.graphql')}:1:17\n`);
    expect(message).toContain(
      `[products] Unknown type Zilch\n    at products  ${path('schemas/products.graphql')}:1:17`,
    );
  });

  test('says what the router could not serve, and where that is', async () => {
    const secured = ORDERS.replace('"@key"', '"@key", "@policy"').replace(
      'sold: Int',
      'sold: Int @policy(policies: [["vip"]])',
    );
    await write({ 'schemas/orders.graphql': secured });
    const message = await failure();
    expect(message).toContain(
      'error UNSUPPORTED_LINKED_FEATURE: @policy on "Product.sold": there is no policy "vip". Write it in',
    );
    expect(message).toContain(`\n    at orders  ${path('schemas/orders.graphql')}:3:44\n`);
    expect(message).toContain('does not compose: 1 error. Nothing was written.');
    expect(await list()).not.toContain('supergraph.graphql');
  });

  test('shows a query that the subgraphs cannot answer', async () => {
    await write({ 'schemas/orders.graphql': ORDERS.replace('@key(fields: "id") { id: ID! ', '{') });
    const message = await failure();
    expect(message).toContain('error SATISFIABILITY_ERROR: The following supergraph API query:\n  {\n');
    expect(message).toContain('cannot find field "Product.sold"');
  });
});

describe('--check', () => {
  test('passes when the file is what the configuration composes to', async () => {
    await compose();
    expect(await compose('--check')).toBe(
      `${WRITTEN()} are up to date with ${path('supergraph.yaml')}: 2 subgraphs, no problems.`,
    );
  });

  test('fails when it is not, says what mends it, and writes nothing', async () => {
    await compose();
    await write({ 'schemas/orders.graphql': ORDERS.replace('sold', 'unitsSold') });
    const before = await written();
    expect(await failure('--check')).toBe(
      `UserError: ${path('supergraph.graphql')} is not what ${path('supergraph.yaml')} composes to. ` +
        `${path('schema.graphql')} is not what ${path('supergraph.yaml')} composes to. ` +
        `Run \`npm run compose -- --config ${inFolder('supergraph.yaml')}\` and commit them.`,
    );
    expect(await written()).toBe(before);
  });

  test('fails when either file is missing', async () => {
    await compose();
    for (const name of ['schema.graphql', 'supergraph.graphql']) {
      await rm(inFolder(name));
      expect(await failure('--check')).toMatch(`${path(name)} is missing. Run \`npm run compose`);
      expect(await list()).not.toContain(name);
      await compose();
    }
  });
});

test('the committed supergraph is what its subgraphs compose to', async () => {
  const root = resolve(import.meta.dirname, '../..');
  expect(await composeCommand(['--config', join(root, 'supergraph.yaml'), '--check'])).toContain('are up to date');
});

test('an output that cannot be written is named, and no part of it is left', async () => {
  await mkdir(inFolder('taken'));
  expect(await failure('--output', inFolder('taken'))).toContain(`Cannot write ${path('taken')}: EISDIR`);
  expect(await list()).toEqual(['schemas', 'supergraph.yaml', 'taken']);
});

test('an unknown flag is refused with the usage', async () => {
  expect(await failure('--chekc')).toMatch(/Unknown option '--chekc'[^]*Usage: npm run compose -- /);
});

test('the process prints a failure without a stack and exits 1', async () => {
  await write({ 'schemas/orders.graphql': 'type' });
  const script = resolve(import.meta.dirname, '../compose.ts');
  const run = promisify(execFile)(process.execPath, [
    '--import',
    './tools/typescript.mjs',
    script,
    '--config',
    inFolder('supergraph.yaml'),
  ]);
  await expect(run).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.not.stringContaining('UserError') });
  await expect(run).rejects.toMatchObject({ stderr: expect.stringContaining('1 error. Nothing was written.') });
});
