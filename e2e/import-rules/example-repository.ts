const anyFile = { exports: { './*': './*.ts' } };

/** The files of a shop of two domains, in which every part imports something of each kind that it may. */
export const exampleRepository: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'shop',
    workspaces: ['platform', 'router', 'subgraphs/*'],
    dependencies: { yaml: '2' },
    devDependencies: { vitest: '4', prettier: '3', '@types/node': '20' },
  }),
  'vitest.config.ts': "import 'vitest/config';",
  'standalone/main.ts': "import '@shop/tea/core/start'; import '@shop/router/start'; import '../tools/compose.ts';",
  'tools/compose.ts': "import 'yaml'; import '@shop/tea/client'; import '@shop/platform/log';",
  'tools/test/compose.test.ts': "import 'vitest'; import '../compose.ts';",
  'e2e/shop/shop.test.ts': "import 'vitest'; import '@shop/cup/graph/start'; import '../../standalone/main.ts';",

  'platform/package.json': JSON.stringify({
    name: '@shop/platform',
    ...anyFile,
    dependencies: { pino: '10', '@electric-sql/pglite': '0' },
    devDependencies: { vitest: '4' },
  }),
  'platform/log.ts': "import 'pino'; import './graphql/scalars.ts';",
  'platform/graphql/scalars.ts': 'export {};',
  'platform/postgres/pool.ts': "import { readFile } from 'fs/promises';",
  'platform/postgres/embedded-worker.mjs': "import '@electric-sql/pglite';",
  'platform/stand-in/core.ts': "import '../log.ts'; import './message.ts';",
  'platform/stand-in/message.ts': 'export {};',
  'platform/testing/database.ts': "import 'vitest'; import '../postgres/pool.ts';",

  'router/package.json': JSON.stringify({ name: '@shop/router', ...anyFile, dependencies: { '@shop/platform': '1' } }),
  'router/start.ts': "import './gateway.ts'; import '@shop/platform/log';",
  'router/gateway.ts': 'export {};',

  'subgraphs/tea/package.json': JSON.stringify({
    name: '@shop/tea',
    ...anyFile,
    dependencies: { '@shop/platform': '1', '@shop/cup': '1', zod: '4', '@prisma/client': '7' },
    devDependencies: { vitest: '4' },
  }),
  'subgraphs/tea/client.ts': "import '@shop/platform/log'; import './generated/proto/tea.ts';",
  'subgraphs/tea/core/start.ts':
    "import 'zod'; import './service.ts'; import '../client.ts'; import '@shop/cup/client';",
  'subgraphs/tea/core/service.ts':
    "import '../generated/prisma/client.ts'; import type { A } from '../generated/proto/tea.ts';",
  'subgraphs/tea/core/repository.ts': "import '@shop/platform/postgres/pool';",
  'subgraphs/tea/graph/start.ts':
    "import './resolvers.ts'; import '../client.ts'; import '@shop/platform/graphql/scalars';",
  'subgraphs/tea/graph/resolvers.ts': "import '../generated/graphql.ts';",
  'subgraphs/tea/generated/graphql.ts': "import 'graphql'; import '../core/service.ts';",
  'subgraphs/tea/test/tea.test.ts':
    "import 'vitest'; import 'zod'; import '../core/service.ts'; import '@shop/cup/client'; import '@shop/platform/testing/database'; import '@shop/platform/stand-in/core';",

  'subgraphs/cup/package.json': JSON.stringify({ name: '@shop/cup', ...anyFile, dependencies: { graphql: '16' } }),
  'subgraphs/cup/client.ts': 'export {};',
  'subgraphs/cup/core/start.ts': "import './service.ts';",
  'subgraphs/cup/core/service.ts': 'export {};',
  'subgraphs/cup/graph/start.ts': "import './resolvers.ts';",
  'subgraphs/cup/graph/resolvers.ts': 'export {};',
};
