import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphVariables, startGraph } from '@commerce/account/graph/start';
import { DOMAINS as PARTS } from '../../standalone/generated/domains.ts';
import { composeCommand } from '../../tools/composition/compose-command.ts';
import { startSystem, type System } from '../start-system.ts';
import { hasRover, runRover } from './run-rover.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DOMAINS = PARTS.map(({ domain }) => domain.name);

let system: System;
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'commerce-rover-'));
  system = await startSystem();
});
afterAll(async () => {
  await system.stop();
  await rm(home, { recursive: true });
});

test.runIf(hasRover)('rover supergraph compose gives the supergraph that npm run compose gives', async () => {
  const { code, stdout } = await runRover(home, 'supergraph', 'compose', '--config', 'supergraph.yaml');
  expect(code).toBe(0);
  expect(stdout.trimEnd()).toBe((await readFile(join(ROOT, 'supergraph.graphql'), 'utf8')).trimEnd());
});

test.runIf(hasRover)('rover supergraph compose names what does not compose, and fails', async () => {
  const config = (await readFile(join(ROOT, 'supergraph.yaml'), 'utf8'))
    .replaceAll('file: ', `file: ${ROOT}/`)
    .replace(/file: .*account.*/, 'sdl: "type Query { account: Nothing }"');
  const file = join(home, 'broken.yaml');
  await writeFile(file, config);
  const { code, stderr } = await runRover(home, 'supergraph', 'compose', '--config', file);
  expect(code).not.toBe(0);
  expect(stderr).toContain('account');
  await expect(composeCommand(['--config', file])).rejects.toThrow('does not compose');
});

test.runIf(hasRover).each(DOMAINS)('rover subgraph introspect shows the schema of the %s subgraph', async (domain) => {
  const { code, stdout } = await runRover(home, 'subgraph', 'introspect', system.graphs[domain]);
  expect(code).toBe(0);
  const { _service } = await graphqlClient(system.graphs[domain]).ask<{ _service: { sdl: string } }>(
    '{ _service { sdl } }',
  );
  expect(print(parse(stdout))).toBe(print(parse(_service.sdl)));
});

test.runIf(hasRover)('the supergraph composes alike from the running subgraphs', async () => {
  const yaml = await readFile(join(ROOT, 'supergraph.yaml'), 'utf8');
  const live = DOMAINS.reduce(
    (text, domain) =>
      text.replace(`file: subgraphs/${domain}/graph/schema.graphql`, `subgraph_url: ${system.graphs[domain]}`),
    yaml,
  );
  const file = join(home, 'live.yaml');
  await writeFile(file, live);
  const { code, stdout } = await runRover(home, 'supergraph', 'compose', '--config', file);
  await composeCommand(['--config', file]);
  expect([code, stdout.trimEnd()]).toEqual([0, (await readFile(join(home, 'supergraph.graphql'), 'utf8')).trimEnd()]);
});

test.runIf(hasRover)('a subgraph in production shows rover nothing', async () => {
  const variables = { NODE_ENV: 'production', PORT: 0, ADMIN_PORT: 0, DRAIN_MS: 0, ACCOUNT_CORE: system.cores.account };
  const graph = await startGraph(graphVariables.parse(variables));
  try {
    const { code, stdout } = await runRover(home, 'subgraph', 'introspect', graph.url);
    expect([code, stdout]).toEqual([expect.any(Number), '']);
    expect(code).not.toBe(0);
  } finally {
    await graph.stop();
  }
});
