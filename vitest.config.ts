import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const shared = {
  // Node itself loads this one file for `import` and `require` alike; Vite would give `import` another copy, whose
  // schemas and errors the Apollo packages do not take for their own.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    env: { LOG_LEVEL: 'silent', NODE_ENV: 'test' },
    // The tests' patience, here alone. They wait for what happens and not for a time, so only one that hangs comes to these
    // limits; beside other load everything takes long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 200_000 } },
  },
};

/**
 * The tests of what is above the stores, and of what has none. TEST_ELASTICSEARCH=1 changes nothing for them: what they say of
 * a store is said by the tests of the cores, too. See storeServers().
 */
const ABOVE_STORES = [
  '{embedded-postgres,router,seed,testkit,tools}/**/*.test.ts',
  'template/**/*.test.ts',
  'platform/test/*.test.ts',
  'platform/test/!(postgres)/**/*.test.ts',
  'e2e/{attacks,browser,budget,clients,conformance,dev,documents,errors,http,import-rules,issuer,lost-references,metrics,operations,paging,passwords,permissions,root-fields,rover,sample-shop,schema-change,stand-in,who-may}/*.test.ts',
  'e2e/restart/{kill,start-and-stop}.test.ts',
  'e2e/connections/listen.test.ts',
  'e2e/limits/limits.test.ts',
  'e2e/outage/outage.test.ts',
  'e2e/traces/{collectors,shared-query}.test.ts',
  'subgraphs/*/test/subgraph{,-*}.test.ts',
  'subgraphs/catalog/test/{claim-request,document-error,elasticsearch-addresses,elasticsearch-blocks,elasticsearch-nodes,elasticsearch-outage,elasticsearch-url,search-terms}.test.ts',
];

/** What tests change or read that all of a process share. */
const OF_THE_PROCESS = /\bvi\.|process\.|log\.level|metrics|refusals/;

/**
 * The tests above that share a process with others: to load GraphQL and federation anew for each file takes longer than most of
 * them. A file that touches what is the process's own, such as its clock, its log or what it has counted, is not among them.
 */
const IN_ONE_PROCESS = [
  'router/test',
  'platform/test',
  'tools/test',
  'seed/test',
  'template/subgraphs/example/test',
  'testkit/test',
]
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith('platform/test/postgres'))
  .filter((file) => !OF_THE_PROCESS.test(readFileSync(file, 'utf8')));
const NO_TESTS = ['**/node_modules/**', '.data/**'];
// They need Chromium: `npm run test:browser`.
if (process.env['TEST_BROWSER'] === undefined) NO_TESTS.push('e2e/browser/**');

export default defineConfig({
  test: {
    globalSetup: 'testkit/stores/global-setup.ts',
    // Each file has databases of its own; more of them at a time than cores only makes them wait.
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'stores',
          exclude: [...NO_TESTS, ...ABOVE_STORES],
          include: ['**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'above-stores',
          exclude: [...NO_TESTS, ...IN_ONE_PROCESS],
          include: ABOVE_STORES,
          provide: { withoutElasticsearch: true },
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'in-one-process',
          include: IN_ONE_PROCESS,
          isolate: false,
          provide: { withoutElasticsearch: true },
        },
      },
    ],
  },
});
