import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { FRONT } from '../front-program.ts';
import { endPrograms, startProgram } from '@commerce/testkit/program';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { startChild } from '../restart/child-system.ts';
import { type Collector, startCollector } from './collector.ts';
import { logLines, sourceOf } from './log-lines.ts';
import { EVERYTHING, HEADERS, REQUEST_ID, TRACE } from './traced-request.ts';

/** Of a request whose client names no trace. */
const UNTRACED = 'the-untraced-request';

let data: DataFolder;
const collectors: Collector[] = [];
beforeEach(async () => {
  data = await makeDataFolder();
});
afterEach(async () => {
  await endPrograms();
  await Promise.all(collectors.splice(0).map((collector) => collector.close()));
  await data.remove();
});

async function collect(options?: { answers: boolean }): Promise<Collector> {
  const collector = await startCollector(options);
  collectors.push(collector);
  return collector;
}

test.each([
  { when: 'no collector is named', variables: () => ({}), loaded: false },
  {
    when: 'the sampler takes no request',
    variables: (url: string) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_SAMPLER: 'always_off' }),
    loaded: true,
  },
])('when $when nothing is collected, and the log lines name the trace all the same', async ({ variables, loaded }) => {
  const collector = await collect();
  const scripts = await mkdtemp(join(tmpdir(), 'commerce-scripts-'));
  const system = await startChild(data.path, {
    ...variables(collector.url),
    LOG_LEVEL: 'debug',
    NODE_V8_COVERAGE: scripts,
  });
  expect(await system.ask(EVERYTHING, {}, HEADERS)).toEqual({ accounts: [] });
  expect(await system.ask(EVERYTHING, {}, { 'x-request-id': UNTRACED })).toEqual({ accounts: [] });
  const { stdout } = await system.end('SIGTERM');

  expect(collector.spans).toEqual([]);
  const lines = logLines(stdout).filter(({ requestId }) => requestId === REQUEST_ID);
  expect(lines.map(sourceOf)).toEqual(expect.arrayContaining(['router', 'account', 'ListAccounts']));
  expect(new Set(lines.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  const untraced = logLines(stdout).filter(({ requestId }) => requestId === UNTRACED);
  expect(untraced.map(sourceOf)).toEqual(expect.arrayContaining(['router', 'account', 'ListAccounts']));
  // A sampler gives it an id; where there is none, nobody makes one up.
  const own = new Set(untraced.map(({ traceId }) => String(traceId)));
  expect([...own].map((id) => /^[\da-f]{32}$/.test(id))).toEqual([loaded]);
  expect(lines.filter(({ msg }) => msg === 'request')).toMatchObject([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      service: 'commerce',
      version: expect.any(String),
      instance: expect.any(String),
      client: 'unnamed',
      outcome: 'ok',
    },
  ]);
  expect(await hasRun(scripts, '/platform/log.ts')).toBe(true);
  expect(await hasRun(scripts, '/@opentelemetry/sdk-trace/')).toBe(loaded);
  await rm(scripts, { recursive: true });
});

test.each([
  { does: 'cannot be reached', url: async () => `http://127.0.0.1:${await freePort()}` },
  { does: 'does not answer', url: async () => (await collect({ answers: false })).url },
])('a collector that $does costs one line in the log, and no request', async ({ url }) => {
  const router = await startRouter({
    OTEL_EXPORTER_OTLP_ENDPOINT: await url(),
    // So that there are many attempts.
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    OTEL_BSP_SCHEDULE_DELAY: '10',
  });
  for (let number = 0; number < 20; number += 1) {
    expect(await router.ask('{ __typename }')).toEqual({ __typename: 'Query' });
  }
  const { code, stdout, stderr } = await router.end('SIGTERM');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(logLines(stdout).filter(({ level }) => level !== 'debug' && level !== 'info')).toMatchObject([
    { msg: 'traces cannot be exported' },
  ]);
});

test('a collector that does not answer costs the router no memory, whatever clients call their operations', async () => {
  const { url } = await collect({ answers: false });
  // Less than what the names have together.
  const router = await startRouter({
    NODE_OPTIONS: '--max-old-space-size=200',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  });
  for (let number = 0; number < 300; number += 1) {
    const name = `n${number}${'x'.repeat(1_000_000)}`;
    expect(await router.ask(`query ${name} { __typename }`)).toEqual({ __typename: 'Query' });
  }
  expect(await router.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
});

/** A router, or an edge, alone, in a process of its own: what it is asked here needs no subgraph's core. */
async function startRouter(variables: NodeJS.ProcessEnv) {
  const port = await freePort();
  const router = startProgram([FRONT.file], {
    ...FRONT.addresses,
    AUTH: 'off',
    PORT: String(port),
    ADMIN_PORT: '0',
    DRAIN_MS: '0',
    // These are about traces.
    OTEL_METRICS_EXPORTER: 'none',
    REQUEST_TIMEOUT_MS: String(PATIENCE_MS),
    // The machine may be so busy that a router would take hardly any.
    MAX_REQUESTS_IN_FLIGHT: '1000',
    ...variables,
  });
  await router.said('The router is ready');
  return { ...router, ...graphqlClient(`http://127.0.0.1:${port}/graphql`) };
}

/** @param folder where Node listed the scripts that a process ran (https://nodejs.org/api/cli.html#node_v8_coveragedir). */
async function hasRun(folder: string, script: string): Promise<boolean> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.some((text) => text.includes(script));
}
