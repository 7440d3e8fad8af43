import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { coreVariables, startCore } from '@commerce/account/core/start';
import { graphVariables, startGraph } from '@commerce/account/graph/start';
import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { makeMany } from '@commerce/testkit/make-many';
import { type SilentCore, startSilentCore } from '@commerce/testkit/silent-core';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conformanceCommand } from '../../tools/conformance/conformance-command.ts';
import * as faults from './faults.ts';
import { type Fault, startWrongMetrics, startWrongSubgraph } from './wrong-subgraph.ts';

// The real account subgraph and core, and subgraphs before them that have one fault each.

const SCHEMA = resolve(import.meta.dirname, '../../subgraphs/account/graph/schema.graphql');

let folder: string;
let database: TestDatabase;
let core: RunningCore;
let silent: SilentCore;
let graph: RunningSubgraph;
let unanswered: RunningSubgraph;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-conformance-'));
  database = await startTestDatabase();
  const common = { NODE_ENV: 'test', DATABASE_POOL_SIZE: 1, GRPC_PORT: 0, ADMIN_PORT: 0 };
  core = await startCore(coreVariables.parse({ ...common, DATABASE_URL: database.url }));
  silent = await startSilentCore();
  graph = await startBefore(core.address);
  unanswered = await startBefore(silent.address);
  const create = 'mutation { createAccount(account: { name: "Ada" }) { id name } }';
  await writeFile(file('made.yaml'), `Account:\n  create: '${create}'\n`);
  const { ask } = graphqlClient(graph.url);
  const samples = await makeMany(100, async () => (await ask<{ createAccount: object }>(create)).createAccount);
  await writeFile(file('samples.yaml'), JSON.stringify({ Account: { samples } }));
});
afterAll(async () => {
  await unanswered.stop();
  await graph.stop();
  await silent.stop();
  await core.stop();
  await database.stop();
  await rm(folder, { recursive: true });
});

function startBefore(address: string): Promise<RunningSubgraph> {
  return startGraph(graphVariables.parse({ NODE_ENV: 'test', PORT: 0, ADMIN_PORT: 0, ACCOUNT_CORE: address }));
}

function file(name: string): string {
  return join(folder, name);
}

/** What the command prints of a subgraph with a fault: a line or more for each check, but that of the deadline. */
async function report(fault: Fault, schema = SCHEMA, entities = file('samples.yaml')) {
  return await reportOf(fault, ['--schema', schema, '--entities', entities]);
}

/** The same with the check of the deadline, which takes seconds. */
async function reportWithDeadline(fault: Fault, entities = file('samples.yaml')) {
  const silentlyWrong = await startWrongSubgraph(unanswered.url, fault);
  try {
    return await reportOf(fault, ['--schema', SCHEMA, '--entities', entities, '--unanswered', silentlyWrong.url]);
  } finally {
    silentlyWrong.stop();
  }
}

async function reportOf(fault: Fault, args: string[]) {
  const wrong = await startWrongSubgraph(graph.url, fault);
  const lines: string[] = [];
  try {
    const metrics = `${core.adminOrigin}/metrics`;
    const conforms = await conformanceCommand(['--url', wrong.url, '--metrics', metrics, ...args], (line) =>
      lines.push(line),
    );
    return { conforms, lines };
  } finally {
    wrong.stop();
  }
}

function failed(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^FAILED {3}(.*)/.exec(line)?.[1] ?? []);
}

const SERVED = '_service gives the types of the schema file';
const ORDER = 'Account by id: _entities gives each at its place, and the repeated ones again';
const UNKNOWN =
  'Account by id: _entities gives null for a key that is unknown or malformed, and no error but that it is not there';
const COST = 'Account by id: 100 cost one RPC of the core and one statement of its store';
const AGREES = 'Account by id: _entities says of it what account(id:) says';
const DOCUMENT = 'a document that is not valid is refused with BAD_USER_INPUT, or the code that says so';
const ID = 'a malformed id is refused with BAD_USER_INPUT and the name of its argument';
const PAGE = 'a malformed page is refused with BAD_USER_INPUT and the name of its argument';
const DEADLINE =
  'a request to a core that does not answer ends with its time (x-request-timeout-ms) and DEADLINE_EXCEEDED';

test('a subgraph without a fault passes every check', async () => {
  const { conforms, lines } = await reportWithDeadline(faults.noFault, file('made.yaml'));
  expect(lines.filter((line) => !line.startsWith('passed   '))).toEqual(['29 passed, 0 failed, 0 skipped.']);
  expect(conforms).toBe(true);
});

test.each<[string, Fault, string[]]>([
  ['gives entities in another order', faults.wrongOrder, [ORDER, UNKNOWN]],
  ['gives repeated entities once', faults.repeatsLeftOut, [ORDER, UNKNOWN]],
  ['leaves unknown entities out', faults.unknownLeftOut, [UNKNOWN]],
  ['has another error for an unknown entity than that it is not there', faults.refusalOfUnknown, [UNKNOWN]],
  ['calls its core once for each key', faults.oneCallPerKey, [COST]],
  ['says something else of an entity than its root field', faults.otherThanRootField, [AGREES]],
  ['has errors without a code', faults.noCode, [UNKNOWN, DOCUMENT, ID, PAGE, DEADLINE]],
  ["has errors with a code that is none of the graph's", faults.strangeCode, [UNKNOWN, DOCUMENT, ID, PAGE, DEADLINE]],
  ['does not name the arguments at fault', faults.noViolations, [ID, PAGE]],
  ['waits for longer than its caller', faults.deadlineIgnored, [DEADLINE]],
  ['gives up before its caller', faults.hasty, [DEADLINE]],
  ['serves another schema', faults.otherSchema((sdl) => sdl.replace('version: Int!', 'version: Int')), [SERVED]],
])('a subgraph that %s fails for that', async (_what, fault, expected) => {
  const { conforms, lines } = await (expected.includes(DEADLINE) ? reportWithDeadline(fault) : report(fault));
  expect(failed(lines)).toEqual(expected);
  expect(conforms).toBe(false);
});

test('a subgraph whose schema breaks a rule fails for that, and is told where', async () => {
  const named = (sdl: string) =>
    sdl.replace('input PaginationInput {', 'input PaginationInput {\n  "0 at least."\n  start_at: Int');
  await writeFile(file('named.graphql'), named(await readFile(SCHEMA, 'utf8')));
  const { lines } = await report(faults.otherSchema(named), file('named.graphql'));
  expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([
    'FAILED   schema: fields and arguments are in camelCase\n' +
      '         PaginationInput.start_at: write it in camelCase, such as totalPrice.',
  ]);
});

test.each([
  [
    'that sends two statements fails',
    (text: string) => text.replace(/^(store_statements_total.* )(\d+)$/gm, (_, name, n) => `${name}${2 * Number(n)}`),
    [
      `FAILED   ${COST}\n         100 representations cost 2 statements of the core's store, expected 1; gather them with a loader and one batch RPC.`,
    ],
  ],
  [
    'that does not count its statements is not said to pass',
    (text: string) => text.replaceAll('store_statements_total', 'queries'),
    [
      expect.stringMatching(
        /^skipped {2}.*: they cost one RPC, but at .* there is no store_statements_total, which counts/,
      ),
    ],
  ],
  [
    'that does not count its calls is not said to pass',
    (text: string) => text.replaceAll('rpc_server_duration_seconds', 'calls'),
    [expect.stringMatching(/^skipped {2}.*: at .* there is no rpc_server_duration_seconds, which counts/)],
  ],
  [
    'other than the one that is counted fails',
    (text: string) => text.replaceAll(/^(rpc_server_duration_seconds_count.*) \d+$/gm, '$1 5'),
    [
      `FAILED   ${COST}\n         100 representations cost no RPCs of the core: is this the /metrics of the core behind it?`,
    ],
  ],
])('a core %s', async (_what, change, expected) => {
  const metrics = await startWrongMetrics(`${core.adminOrigin}/metrics`, change);
  const lines: string[] = [];
  const args = ['--url', graph.url, '--schema', SCHEMA, '--entities', file('samples.yaml'), '--metrics', metrics.url];
  await conformanceCommand(args, (line) => lines.push(line));
  metrics.stop();
  expect(lines.filter((line) => line.includes(COST))).toEqual(expected);
});

describe('the command', () => {
  test('takes samples for entities that it cannot make', async () => {
    expect(failed((await report(faults.noFault)).lines)).toEqual([]);
    const { Account } = JSON.parse(await readFile(file('samples.yaml'), 'utf8')) as { Account: { samples: object[] } };
    const [sample] = Account.samples;
    await writeFile(file('same.yaml'), JSON.stringify({ Account: { samples: [sample, sample] } }));
    expect((await report(faults.noFault, SCHEMA, file('same.yaml'))).lines.join('\n')).toContain(
      'There are no two Accounts to ask for by "id"; make or name two with different keys.',
    );
  });

  test('says what it cannot look at, and why', async () => {
    const lines: string[] = [];
    const args = ['--url', graph.url, '--schema', SCHEMA, '--entities', file('samples.yaml')];
    expect(await conformanceCommand(args, (line) => lines.push(line))).toBe(true);
    expect(lines.filter((line) => line.startsWith('skipped'))).toEqual([
      `skipped  ${COST}: no /metrics of the core was named, and nothing else counts its calls`,
      `skipped  ${DEADLINE}: no subgraph before a core that never answers was named`,
    ]);
  });

  test.each([
    ['no arguments', [], '--url, --schema and --entities must be given.\n\nUsage: npm run conformance -- --url'],
    ['an unknown argument', ['--uri', 'x'], "Unknown option '--uri'"],
    [
      'an address that is none',
      ['--url', 'localhost:4001', '--schema', SCHEMA, '--entities', 'x'],
      'localhost:4001 is no http: or https: URL.',
    ],
    [
      'a schema that is not there',
      ['--url', 'http://127.0.0.1:1', '--schema', 'gone.graphql', '--entities', 'x'],
      'Cannot read gone.graphql: ENOENT: no such file or directory; check the path.',
    ],
    [
      'entities that are not there',
      ['--url', 'http://127.0.0.1:1', '--schema', SCHEMA, '--entities', 'gone.yaml'],
      'Cannot read gone.yaml: ENOENT: no such file or directory; check the path.',
    ],
  ])('with %s says what it needs', async (_what, args, message) => {
    await expect(conformanceCommand(args, () => {})).rejects.toThrow(message);
  });

  test.each([
    [
      'Account: { make: x }',
      'Account: expected create: a mutation that makes one and selects its key, or samples: two or more that exist',
    ],
    ['Tea: { create: x }', 'Tea is no type with a key in the schema; leave it out.'],
    ['{}', 'Account has a key in the schema; say among the entities how one is found or made.'],
  ])('refuses the entities %j', async (text, message) => {
    await writeFile(file('wrong.yaml'), text);
    await expect(report(faults.noFault, SCHEMA, file('wrong.yaml'))).rejects.toThrow(message);
  });

  test('says that nobody answers', async () => {
    const args = ['--url', 'http://127.0.0.1:1/graphql', '--schema', SCHEMA, '--entities', file('samples.yaml')];
    await expect(conformanceCommand(args, () => {})).rejects.toThrow(
      /^Cannot reach a subgraph at http:\/\/127\.0\.0\.1:1\/graphql \(.*\): start it, or name it in --url\.$/,
    );
  });
});
