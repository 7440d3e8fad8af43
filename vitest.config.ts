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
  'e2e/{attacks,browser,budget,clients,conformance,dev,documents,errors,http,import-rules,issuer,lost-references,metrics,operations,other-router,paging,passwords,permissions,root-fields,rover,sample-shop,schema-change,stand-in,who-may}/*.test.ts',
  'e2e/restart/{kill,start-and-stop}.test.ts',
  'e2e/connections/listen.test.ts',
  'e2e/limits/limits.test.ts',
  'e2e/outage/outage.test.ts',
  'e2e/traces/{collectors,shared-query}.test.ts',
  'subgraphs/*/test/subgraph{,-*}.test.ts',
  'subgraphs/catalog/test/{claim-request,document-error,elasticsearch-addresses,elasticsearch-blocks,elasticsearch-nodes,elasticsearch-outage,elasticsearch-url,search-terms}.test.ts',
];

/** What tests change or read that all of a process share: its clock, its log, what it has counted. */
const OF_THE_PROCESS = /\bvi\.(?!fn\b)|process\.(?!execPath|pid|platform|version)|log\.level|metrics|untilRefused/;

const ROOT = import.meta.dirname;
const TESTS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(\..*|build|node_modules)$/.test(entry.name))
  .flatMap(({ name }) =>
    readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' }).map((file) => join(name, file)),
  )
  .filter((file) => file.endsWith('.test.ts'));

/** Files that have a process of their own. The others share one: to load GraphQL and federation anew takes longer than most of them. */
const ALONE = TESTS.filter((file) => OF_THE_PROCESS.test(readFileSync(join(ROOT, file), 'utf8')));
const TOGETHER = TESTS.filter((file) => !ALONE.includes(file));

const NO_ELASTICSEARCH = { withoutElasticsearch: true };
const NO_TESTS = ['**/node_modules/**', '.data/**'];
// They need Chromium: `npm run test:browser`.
if (process.env['TEST_BROWSER'] === undefined) NO_TESTS.push('e2e/browser/**');
// Three nodes of Elasticsearch: docs/many-machines.md.
if (process.env['TEST_ELASTICSEARCH_CLUSTER'] === undefined)
  NO_TESTS.push('e2e/deployment/elasticsearch-cluster.test.ts');
// Networks of Linux, which root alone makes: docs/many-machines.md.
if (process.env['TEST_LOST_NODE'] === undefined) NO_TESTS.push('e2e/lost-node/**');
// Each needs another router: docs/other-routers.md.
for (const router of ['hive-gateway', 'hive-router', 'cosmo-router', 'apollo-router'])
  if (process.env[router.toUpperCase().replace('-', '_')] === undefined)
    NO_TESTS.push(`e2e/other-router/${router}.test.ts`);

export default defineConfig({
  test: {
    globalSetup: 'testkit/stores/global-setup.ts',
    // Each file has databases of its own; more of them at a time than cores only makes them wait.
    maxWorkers: 2,
    projects: [
      project('stores', { include: ['**/*.test.ts'], exclude: [...ABOVE_STORES, ...TOGETHER] }),
      project('stores-in-one-process', {
        include: ['**/*.test.ts'],
        exclude: [...ABOVE_STORES, ...ALONE],
        isolate: false,
      }),
      project('above-stores', { include: ABOVE_STORES, exclude: TOGETHER, provide: NO_ELASTICSEARCH }),
      project('in-one-process', {
        include: ABOVE_STORES,
        exclude: ALONE,
        isolate: false,
        provide: NO_ELASTICSEARCH,
      }),
    ],
  },
});

/** @param options.isolate false for files that share a process. */
function project(
  name: string,
  {
    exclude,
    ...options
  }: { include: string[]; exclude: string[]; isolate?: boolean; provide?: typeof NO_ELASTICSEARCH },
) {
  return { ...shared, test: { ...shared.test, name, exclude: [...NO_TESTS, ...exclude], ...options } };
}
