import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkMigrations } from '../check/migrations/check-migrations.ts';
import { readStores } from '../check/migrations/read-stores.ts';
import { makeReport, toMarkdown } from '../check/report.ts';
import { shippingSteps } from '../check/shipping/shipping-steps.ts';

const FIRST = '20261123000001_create_orders';
const ADDED = '20270101000000_added';
const SCHEMA = `model Order {
  id    String  @id
  note  String? @map("remark")
  state String

  @@map("orders")
}
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-check-migrations-'));
  for (const tree of ['base', 'head']) {
    await write(tree, 'schema.prisma', SCHEMA);
    await write(tree, `migrations/${FIRST}/migration.sql`, 'CREATE TABLE orders (id TEXT);');
  }
});
afterEach(() => rm(folder, { recursive: true }));

async function write(tree: string, path: string, text: string): Promise<void> {
  const file = join(folder, tree, 'subgraphs/order/core/prisma', path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}

async function findings() {
  const [base, head] = await Promise.all(['base', 'head'].map((tree) => readStores(join(folder, tree))));
  return await checkMigrations(base ?? [], head ?? []);
}

/** What is said of a migration with this text, and on which lines. */
async function said(sql: string): Promise<string[]> {
  await write('head', `migrations/${ADDED}/migration.sql`, sql);
  return (await findings()).map(({ verdict, message, places }) => {
    const line = places[0]?.split(':').at(-1);
    return `${verdict}, line ${line}: ${message.replace(`${ADDED} `, '')}`;
  });
}

const OUTSIDE = '-- migrate: outside a transaction\n';
const BATCHES = '-- migrate: in batches\n';

describe('of a migration it says that', () => {
  test.each([
    [
      'ALTER TABLE orders RENAME COLUMN remark TO note',
      'renames orders.remark to note, and the version before reads it',
    ],
    ['ALTER TABLE orders RENAME TO purchases', 'renames orders to purchases, and the version before reads it'],
    ['ALTER TABLE orders DROP COLUMN remark', 'drops orders.remark, which the version before reads'],
    ['DROP TABLE orders', 'drops orders, which the version before reads'],
    [
      'ALTER TABLE orders ADD COLUMN a TEXT NOT NULL',
      'adds orders.a NOT NULL without a default: it fails on a table with rows',
    ],
    ['ALTER TABLE orders ALTER COLUMN remark SET NOT NULL', 'never null, and the version before may write null'],
    ['ALTER TABLE orders ALTER COLUMN state SET NOT NULL', 'reads all of orders while nobody can use it'],
    [
      'ALTER TABLE orders ALTER COLUMN state TYPE INT USING 1',
      'changes the type of orders.state: the table is written anew',
    ],
    [
      'ALTER TABLE orders ADD COLUMN a UUID DEFAULT gen_random_uuid()',
      'adds orders.a with a value that each row has of its own',
    ],
    ['ALTER TABLE orders ADD COLUMN a TEXT GENERATED ALWAYS AS (state) STORED', 'the table is written anew'],
    ['CREATE INDEX i ON orders (state)', 'makes an index of orders while nobody can write to it'],
    ['ALTER TABLE orders ADD UNIQUE (state)', 'makes an index of orders while nobody can use it'],
    ['ALTER TABLE orders ADD CHECK (state > 0)', 'reads all of orders while nobody can write to it'],
    ['ALTER TABLE orders ADD COLUMN a TEXT REFERENCES others (id)', 'reads all of orders while nobody can write to it'],
  ])('%s breaks', async (sql, message) => {
    expect(await said(`\n-- Why.\n${sql};`)).toEqual([expect.stringMatching(/^breaking, line 3: /)]);
    expect((await findings())[0]?.message).toContain(message);
    expect((await findings())[0]?.advice).not.toBe('');
  });

  test.each([
    ['CREATE INDEX CONCURRENTLY i ON orders (state)', 'error, line 1: works CONCURRENTLY, which no transaction can'],
    [
      `${OUTSIDE}CREATE INDEX CONCURRENTLY i ON orders (state); SELECT 1`,
      'error, line 1: is run outside a transaction, and has 2 statements: it must have one',
    ],
    [
      'SELECT 1;\nCOMMIT',
      'error, line 2: begins or ends a transaction: a migration and its record are one, and this takes them apart',
    ],
    ['ALTER TABEL orders', 'error, line 1: is no SQL: syntax error at or near "TABEL"'],
    [
      'UPDATE orders SET state = 1',
      'dangerous, line 1: changes rows of orders in one transaction: whoever writes one of them waits for all',
    ],
    ['DROP INDEX i', 'dangerous, line 1: drops i while nobody can use the table'],
  ])('%s is wrong', async (sql, message) => {
    expect(await said(sql)).toEqual([message]);
  });

  test.each([
    'ALTER TABLE orders ADD COLUMN a TEXT',
    `ALTER TABLE orders ADD COLUMN a TEXT NOT NULL DEFAULT ''`,
    'ALTER TABLE orders ADD COLUMN a TIMESTAMPTZ NOT NULL DEFAULT now()',
    'ALTER TABLE orders ADD CONSTRAINT c CHECK (state > 0) NOT VALID',
    'ALTER TABLE orders DROP COLUMN nobody_reads_it',
    'CREATE TABLE lines (id INT); CREATE INDEX i ON lines (id); ALTER TABLE lines ADD COLUMN a INT NOT NULL; DROP TABLE lines',
    `${OUTSIDE}CREATE INDEX CONCURRENTLY i ON orders (state)`,
    `${BATCHES}UPDATE orders SET state = 1 WHERE id IN (SELECT id FROM orders WHERE state = 2 LIMIT 500)`,
  ])('%s is fine', async (sql) => {
    expect(await said(sql)).toEqual([]);
  });
});

test('a migration that is out is neither changed nor taken away, unless its text is named', async () => {
  await write('head', `migrations/${FIRST}/migration.sql`, 'CREATE TABLE orders (id INT);');
  const [changed] = await findings();
  expect(changed).toMatchObject({
    verdict: 'error',
    message: `${FIRST} is changed: a database that had it is migrated no more`,
  });
  const checksum = /`([0-9a-f]{64})`/.exec(changed?.advice ?? '')?.[1];
  await write('head', `migrations/${FIRST}/earlier-checksums.txt`, `${checksum}  why\n`);
  expect(await findings()).toEqual([]);
  await rm(join(folder, 'head/subgraphs/order/core/prisma/migrations', FIRST), { recursive: true });
  expect((await findings())[0]?.message).toContain(`${FIRST} is gone`);
});

test('the report has the whole order of a change of what is stored', async () => {
  await write('head', `migrations/${ADDED}/migration.sql`, 'ALTER TABLE orders ADD COLUMN comment TEXT');
  await write('head', 'schema.prisma', SCHEMA.replace('note  String? @map("remark")', 'comment String?'));
  await write('head', '../elasticsearch/index-definition.ts', '// Another one.');
  await write('head', '../../graph/schema.graphql', 'type Query { a: Int }');
  const [base, head] = ['base', 'head'].map((tree) => join(folder, tree)) as [string, string];
  const steps = await shippingSteps(base, head, await readStores(base), await readStores(head));
  const [, order] = toMarkdown(makeReport('main', steps, new Map())).split('### In which order to ship it\n\n');
  expect(order).toBe(
    [
      '- **shipping**: the whole change:',
      '  1. `npm run migrate -- order`, while the cores of the version before serve',
      '  2. `npm run reindex` with the new code of order, where it is on Elasticsearch',
      '  3. deploy the core of order',
      '  4. deploy the subgraph of order',
      '  5. publish the supergraph, or before the subgraph where it says so above',
      '  6. in the next version, when no core reads it any more: drop orders.remark of order',
    ].join('\n'),
  );
  expect(await shippingSteps(base, base, await readStores(base), await readStores(base))).toEqual([]);
});
