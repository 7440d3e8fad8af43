import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkImports } from './check-imports.ts';
import { exampleRepository } from './example-repository.ts';

test('every file imports only what the design lets it import, and every package.json declares what its files import', async () => {
  expect(await checkImports(resolve(import.meta.dirname, '../..'))).toEqual([]);
});

describe('in a made-up repository', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'import-rules-'));
    await write(exampleRepository);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(files: Record<string, string>): Promise<void> {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
  }

  test('what the design allows is allowed', async () => {
    expect(await checkImports(root)).toEqual([]);
  });

  const core = 'subgraphs/tea/core/service.ts';
  const graph = 'subgraphs/tea/graph/resolvers.ts';
  const client = 'subgraphs/tea/client.ts';
  const MAY = {
    core: "a core may import platform, its own core/, client.ts, generated/proto/ and generated/prisma/, and other domains' client.ts",
    graph: 'a graph may import platform, and its own graph/, client.ts and generated/graphql.ts',
    client: "a domain's client.ts may import platform and its own generated/proto/",
    router: 'the router may import platform and router',
    platform: 'platform may import platform, but not its testing/',
    test: "a workspace's tests may import their own workspace, platform, and other domains' client.ts",
    whole:
      "standalone, tools, bench and e2e may import each other, platform, and what the others offer: a domain's client.ts and every start.ts",
  };

  test.each([
    [core, '../graph/start.ts', MAY.core],
    [core, '../generated/graphql.ts', MAY.core],
    [core, '@shop/cup/core/start', MAY.core],
    [core, '@shop/platform/testing/database', MAY.core],
    [core, '@shop/platform/graphql/scalars', 'a core never knows GraphQL'],
    [graph, '../core/start.ts', MAY.graph],
    [graph, '../generated/proto/tea.ts', MAY.graph],
    [graph, '@shop/cup/client', MAY.graph],
    [graph, '@shop/platform/postgres/pool', 'a graph never touches a store'],
    [client, './core/start.ts', MAY.client],
    [client, './generated/prisma/client.ts', MAY.client],
    [client, '@shop/cup/client', MAY.client],
    ['subgraphs/tea/core/x.ts', '../shared.ts', MAY.core],
    [
      'subgraphs/tea/shared.ts',
      './client.ts',
      'the design has no place for this file: a domain has client.ts, core/, graph/ and test/',
    ],
    [core, '@shop/platform/stand-in/core', 'only tests and tools may use stand-ins'],
    ['subgraphs/tea/test/x.ts', '@shop/cup/core/service', MAY.test],
    ['subgraphs/tea/test/x.ts', '@shop/cup/core/start', MAY.test],
    ['subgraphs/tea/core/x.test.ts', '@shop/cup/graph/resolvers', MAY.test],
    ['tools/x.ts', '@shop/tea/core/service', MAY.whole],
    ['tools/x.ts', '@shop/router/gateway', MAY.whole],
  ])('%s may not import %s', async (file, specifier, rule) => {
    await write({ 'subgraphs/tea/shared.ts': 'export {};', [file]: `import '${specifier}';` });
    expect(await checkImports(root)).toEqual([`${file}:1 imports ${specifier}: ${rule}`]);
  });

  test.each([
    ['platform/log.ts', '@shop/tea/client', MAY.platform],
    ['platform/log.ts', '../tools/compose.ts', MAY.platform],
    ['router/start.ts', '@shop/tea/client', MAY.router],
  ])('%s may not import %s, nor does its package.json declare it', async (file, specifier, rule) => {
    await write({ [file]: `import '${specifier}';` });
    expect(await checkImports(root)).toContain(`${file}:1 imports ${specifier}: ${rule}`);
  });

  test.each([
    [core, 'graphql', 'a core never knows GraphQL'],
    [core, '@apollo/server', 'a core never knows GraphQL'],
    [graph, '@prisma/client', 'a graph never touches a store'],
    [core, '@electric-sql/pglite', 'only platform/postgres/embedded* may use the embedded database itself'],
    [
      'platform/postgres/pool.ts',
      '@electric-sql/pglite',
      'only platform/postgres/embedded* may use the embedded database itself',
    ],
    [core, 'vitest', 'only tests, platform/testing and vitest.config.ts may use vitest'],
    ['tools/compose.ts', 'vitest/node', 'only tests, platform/testing and vitest.config.ts may use vitest'],
  ])('%s may not use %s', async (file, specifier, rule) => {
    await write({ [file]: `import '${specifier}';` });
    expect(await checkImports(root)).toContain(`${file}:1 imports ${specifier}: ${rule}`);
  });

  test.each([
    ['an import', "import { a } from '../graph/start.ts';"],
    ['an import of a type', "import type { A } from '../graph/start.ts';"],
    ['a re-export', "export { a } from '../graph/start.ts';"],
    ['a re-export of all', "export * from '../graph/start.ts';"],
    ['a dynamic import', "await import('../graph/start.ts');"],
    ['a dynamic import of a template', 'await import(`../graph/start.ts`);'],
    ['a type of a module', "let a: import('../graph/start.ts').A;"],
    ['a required module', "import a = require('../graph/start.ts');"],
  ])('%s is seen', async (_, statement) => {
    await write({ [core]: `// a comment: import '../graph/main.ts';\n\n${statement}\n` });
    expect(await checkImports(root)).toEqual([`${core}:3 imports ../graph/start.ts: ${MAY.core}`]);
  });

  test('imports of JavaScript modules are seen', async () => {
    await write({ 'subgraphs/tea/core/worker.mjs': "import '../graph/start.ts';" });
    expect(await checkImports(root)).toEqual([
      `subgraphs/tea/core/worker.mjs:1 imports ../graph/start.ts: ${MAY.core}`,
    ]);
  });

  test('a path out of the workspace is refused, even to where the file may go', async () => {
    await write({ [core]: "import '../../../platform/log.ts';\nimport '../../cup/client.ts';" });
    expect(await checkImports(root)).toEqual([
      `${core}:1 imports ../../../platform/log.ts: import it by its package's name, @shop/platform`,
      `${core}:2 imports ../../cup/client.ts: import it by its package's name, @shop/cup`,
    ]);
  });

  test('an import that leads nowhere is named', async () => {
    await write({ [core]: "import './gone.ts';\nimport '@shop/platform/gone';\nimport '@shop/platform';" });
    expect(await checkImports(root)).toEqual([
      `${core}:1 imports ./gone.ts: there is no file subgraphs/tea/core/gone.ts`,
      `${core}:2 imports @shop/platform/gone: there is no file platform/gone.ts`,
      `${core}:3 imports @shop/platform: platform/package.json exports no such file`,
    ]);
  });

  test('a file that cannot be parsed is an error that names it', async () => {
    await write({ [core]: 'import {' });
    await expect(checkImports(root)).rejects.toThrow(`${core} cannot be parsed: `);
  });

  test('a package that a workspace imports and does not declare is named, even if another one declares it', async () => {
    await write({ [core]: "import 'zod';\nimport 'pino/file';\nimport '@scope/name/sub';\nimport 'node:fs';" });
    expect(await checkImports(root)).toEqual([
      `${core}:2 imports pino/file: subgraphs/tea/package.json does not declare pino`,
      `${core}:3 imports @scope/name/sub: subgraphs/tea/package.json does not declare @scope/name`,
    ]);
  });

  test('a workspace that another one imports and does not declare is named', async () => {
    await write({ 'subgraphs/cup/core/start.ts': "import '@shop/tea/client';" });
    expect(await checkImports(root)).toEqual([
      'subgraphs/cup/core/start.ts:1 imports @shop/tea/client: subgraphs/cup/package.json does not declare @shop/tea',
    ]);
  });

  test('a package that a workspace declares and does not import is named', async () => {
    await write({
      'router/package.json':
        '{\n  "name": "@shop/router", "exports": { "./*": "./*.ts" },\n  "dependencies": {\n    "@shop/platform": "1",\n    "undici": "7"\n  }\n}',
    });
    expect(await checkImports(root)).toEqual([
      'router/package.json:5 declares undici: no file of this workspace imports it',
    ]);
  });
});
