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
 * The tests that TEST_POSTGRES=1 and TEST_ELASTICSEARCH=1 change nothing for: they have no store, or an embedded one since
 * they are about what is above it. See storeServers(), which holds those of the stores to it.
 */
const WITHOUT_SERVERS = [
  '{embedded-postgres,router,seed,testkit,tools}/**/*.test.ts',
  'platform/test/*.test.ts',
  'platform/test/!(postgres)/**/*.test.ts',
  'e2e/{attacks,browser,clients,conformance,dev,documents,errors,http,import-rules,issuer,lost-references,metrics,operations,passwords,permissions,root-fields,rover,schema-change,stand-in,who-may}/*.test.ts',
  'e2e/restart/{kill,start-and-stop}.test.ts',
  'e2e/connections/listen.test.ts',
  'e2e/limits/limits.test.ts',
  'e2e/outage/outage.test.ts',
  'e2e/sample-shop/signed-in.test.ts',
  'e2e/traces/{collectors,shared-query}.test.ts',
  'subgraphs/catalog/test/{claim-request,document-error,elasticsearch-addresses,elasticsearch-blocks,elasticsearch-outage,elasticsearch-url,search-terms}.test.ts',
];
/**
 * Those above a core, which sees a store: what they say of one is said by the tests of the cores, too. They run on the embedded
 * stores alone; where TEST_POSTGRES is set they would take CI two minutes more.
 */
const ABOVE_CORES =
  process.env['TEST_POSTGRES'] === undefined
    ? []
    : [
        'template/**',
        'e2e/{add-a-field,budget,paging,sample-shop,traces}/*.test.ts',
        'subgraphs/*/test/subgraph{,-*}.test.ts',
      ];
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
          exclude: [...NO_TESTS, ...WITHOUT_SERVERS, ...ABOVE_CORES],
          include: ['**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'without-servers',
          exclude: NO_TESTS,
          include: WITHOUT_SERVERS,
          provide: { withoutServers: true },
        },
      },
    ],
  },
});
