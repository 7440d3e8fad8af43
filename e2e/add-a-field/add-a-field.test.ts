import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeServers } from '@commerce/testkit/stores/servers';
import { copyRepository, type RepositoryCopy } from '../repository-copy.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PATCH = join(ROOT, 'docs/add-a-field.patch');
const GENERATED = 'subgraphs/catalog/generated';

let copy: RepositoryCopy;
const node = (...args: string[]) => copy.run(process.execPath, ...args);
const vitest = (...args: string[]) => node('node_modules/vitest/vitest.mjs', 'run', ...args);
// In threads it does some of its work in each: beside other tests that costs more than it saves.
const tsc = (...args: string[]) => node('node_modules/typescript/bin/tsc', '--singleThreaded', ...args);
const apply = (...args: string[]) => copy.run('git', 'apply', ...args, PATCH);

/** Each file, and what notices that it was forgotten. Without proto or Prisma schema, their types are those of before. */
const compiler = () => tsc('--project', 'tsconfig.catalog.json');
const operations = () => vitest('e2e/operations');
const behaviour = () => vitest(BEHAVIOUR);
const BEHAVIOUR = 'subgraphs/catalog/test/sku.test.ts';
const FILES: { file: string; notices: () => Promise<string>; says: RegExp; types?: string }[] = [
  { file: 'protos/commerce/catalog/v1/catalog_service.proto', notices: compiler, says: /"sku"/, types: 'proto' },
  { file: 'subgraphs/catalog/graph/schema.graphql', notices: operations, says: /Cannot query field .*sku/ },
  { file: 'subgraphs/catalog/core/prisma/schema.prisma', notices: compiler, says: /'sku' is missing/, types: 'prisma' },
  {
    file: 'subgraphs/catalog/core/prisma/migrations/20261201000001_add_sku/migration.sql',
    // A core would wait for the column, and with it every other test of the file.
    notices: () => vitest('subgraphs/catalog/test/migrations.test.ts', '--testNamePattern', 'what schema.prisma says'),
    says: /ADD COLUMN +.*sku/,
  },
  { file: 'subgraphs/catalog/core/product.ts', notices: compiler, says: /"sku"/ },
  { file: 'subgraphs/catalog/core/check-product.ts', notices: compiler, says: /'?sku'? is missing/ },
  { file: 'subgraphs/catalog/core/elasticsearch/product-document.ts', notices: compiler, says: /'sku' is missing/ },
  { file: 'operations/product-page.graphql', notices: operations, says: /Product\.sku is asked for/ },
];

describe('the patch of docs/add-a-field.md', () => {
  beforeAll(async () => {
    copy = await copyRepository();
    await apply();
    await cp(join(ROOT, 'subgraphs/catalog/test/sku.ts'), join(copy.folder, BEHAVIOUR));
    const include = ['core', 'graph'].map((layer) => `subgraphs/catalog/${layer}/**/*.ts`);
    const config = { extends: './tsconfig.json', include };
    await writeFile(join(copy.folder, 'tsconfig.catalog.json'), JSON.stringify(config));
    await node('--import', './tools/typescript.mjs', 'tools/generate.ts');
  });
  afterAll(() => copy.remove());

  test('edits these files, eight at most', async () => {
    const edited = [...(await readFile(PATCH, 'utf8')).matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, file = '']) => file);
    expect(edited.toSorted()).toEqual(FILES.map(({ file }) => file).toSorted());
    expect(edited.length).toBeLessThanOrEqual(8);
  });

  const { elasticsearch } = storeServers();
  test('compiles, with the tests that there are', async () => {
    await expect(tsc('--noEmit')).resolves.toBe('');
  });

  test('serves the field from PostgreSQL, for what was there before too', async () => {
    expect(await behaviour()).toMatch(/Tests .*passed/);
  });

  test.runIf(elasticsearch)('serves the field from Elasticsearch, without a reindex', async () => {
    const server = ['TEST_ELASTICSEARCH=1', `TEST_ELASTICSEARCH_URL=${elasticsearch}`];
    expect(
      await copy.run('env', ...server, process.execPath, 'node_modules/vitest/vitest.mjs', 'run', BEHAVIOUR),
    ).toMatch(/Tests .*passed/);
  });

  test('leaves the operations valid, and has each field asked for', async () => {
    expect(await operations()).toMatch(/Tests .*passed/);
  });

  test.each(FILES)('does not go through without $file', async ({ file, notices, says, types }) => {
    const swap = async (from: string) => {
      if (types === undefined) return;
      await rm(join(copy.folder, GENERATED, types), { recursive: true, force: true });
      await cp(join(from, types), join(copy.folder, GENERATED, types), { recursive: true });
    };
    const [now, kept] = [join(copy.folder, GENERATED), join(copy.folder, '.generated-kept')];
    await cp(now, kept, { recursive: true });
    await apply('--reverse', `--include=${file}`);
    await swap(join(ROOT, GENERATED));
    try {
      await expect(notices()).rejects.toThrow(says);
    } finally {
      await apply(`--include=${file}`);
      await swap(kept);
      await rm(kept, { recursive: true });
    }
  });
});
