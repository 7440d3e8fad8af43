import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkChange } from '../check/check-change.ts';
import { ownersOf } from '../check/code-owners.ts';
import type { Finding, Verdict } from '../check/finding.ts';
import { makeReport, toMarkdown } from '../check/report.ts';
import { readManifest } from '../operations/read-manifest.ts';
import { BREAKING } from './changes/breaking.ts';
import { DANGEROUS } from './changes/dangerous.ts';
import type { DeliberateChange, Edit } from './changes/deliberate-change.ts';
import { ERRORS } from './changes/errors.ts';
import { SAFE } from './changes/safe.ts';
import { UNMENTIONED } from './changes/unmentioned.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const READ = ['supergraph.yaml', 'protos', 'operations', 'subgraphs', '.github/CODEOWNERS'];
const VERDICTS: Verdict[] = ['error', 'breaking', 'dangerous', 'safe'];
/** By the gravest verdict, drift left out. */
const CHANGES: Record<Verdict | 'nothing', Record<string, DeliberateChange>> = {
  error: ERRORS,
  breaking: BREAKING,
  dangerous: DANGEROUS,
  safe: SAFE,
  nothing: UNMENTIONED,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-check-test-'));
  await copyTree(join(folder, 'base'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the check of a change where', () => {
  const changes = Object.entries(CHANGES).flatMap(([verdict, byName]) =>
    Object.entries(byName).map(([name, change]) => ({
      name,
      verdict: VERDICTS.find((each) => each === verdict),
      change,
    })),
  );
  test.each(changes)('$name', async ({ verdict, change: { edits, drift, says } }) => {
    const head = await mkdtemp(join(folder, 'head-'));
    await copyTree(head);
    for (const edit of edits) await apply(head, edit);
    const findings = await checkChange(join(folder, 'base'), head);
    const [drifts, others] = partition(findings, ({ area }) => area.startsWith('drift '));
    expect(VERDICTS.find((each) => others.some((finding) => finding.verdict === each))).toBe(verdict);
    expect(drifts.map(({ message }) => message).join('\n')).toMatch(drift ?? /^$/);
    expect(drifts.filter(({ places }) => places.length === 0)).toEqual([]);
    const report = makeReport('main', findings, new Map());
    expect(report.passes).toBe(verdict !== 'error' && verdict !== 'breaking' && !drift);
    expect(toMarkdown(report).includes('No schema and no proto has changed.')).toBe(!verdict && !drift);
    expect(said(findings, verdict, says)).toEqual(says ? toSay(says) : NOTHING);
  });
});

test('drift names both sides, each with its line', async () => {
  const head = await mkdtemp(join(folder, 'head-'));
  await copyTree(head);
  const [schema, proto] = [
    'subgraphs/account/graph/schema.graphql',
    'protos/commerce/account/v1/account_service.proto',
  ];
  await apply(head, [schema, '  name: String!\n  createdAt', '  name: String\n  createdAt']);
  const findings = await checkChange(join(folder, 'base'), head);
  const { places } = findings.find(({ area }) => area === 'drift account') ?? {};
  expect(places).toEqual([
    `${schema}:${await lineOf(head, schema, '  name: String\n')}`,
    `${proto}:${await lineOf(head, proto, '  string name = 2;')}`,
  ]);
});

test('an upgrade of composition is compared with what came before it', async () => {
  const base = await mkdtemp(join(folder, 'base-'));
  await copyTree(base);
  const config = join(base, 'supergraph.yaml');
  await writeFile(
    config,
    (await readFile(config, 'utf8')).replace(/federation_version: .*/, 'federation_version: =2.13.0'),
  );
  expect(await checkChange(base, join(folder, 'base'))).toEqual([]);
  await expect(checkChange(join(folder, 'base'), base)).rejects.toThrow('federation_version: expected =');
});

test('a read that says so from now on breaks nobody', async () => {
  const base = await mkdtemp(join(folder, 'base-'));
  await copyTree(base);
  const file = 'protos/commerce/order/v1/order_service.proto';
  const option = '{\n    option idempotency_level = NO_SIDE_EFFECTS;\n  }';
  await apply(base, [file, `returns (GetOrderResponse) ${option}`, 'returns (GetOrderResponse);']);
  expect(await checkChange(base, join(folder, 'base'))).toEqual([]);
});

test('the report names the owners of what changed, and of the operations that break', async () => {
  const files = ['subgraphs/order/graph/schema.graphql', 'protos/commerce/order/v1/order_service.proto', 'README.md'];
  const owned = await ownersOf(ROOT, files);
  expect([...owned]).toEqual([
    ['@commerce/order-team', files.slice(0, 2)],
    ['@commerce/platform-team', ['README.md']],
  ]);
  const operations = [{ file: 'operations/order-detail.graphql', owner: 'storefront' }];
  const finding = {
    verdict: 'breaking' as const,
    area: 'API' as const,
    message: 'gone',
    places: [],
    touches: [],
    operations,
  };
  const report = makeReport('main', [finding], owned);
  expect(report.owners.at(-1)).toEqual({
    owner: '@commerce/storefront',
    because: ['operations/order-detail.graphql breaks'],
  });
  expect(toMarkdown(report)).toContain('breaks `operations/order-detail.graphql` of storefront');
});

/** As much of the repository as a check reads, without what is generated or installed. */
async function copyTree(target: string): Promise<void> {
  for (const path of READ) {
    await cp(join(ROOT, path), join(target, path), {
      recursive: true,
      filter: (source) => !/\/(node_modules|generated|test)$/.test(source),
    });
  }
  expect(await readdir(target)).toContain('protos');
}

async function apply(tree: string, [file, from, to]: Edit): Promise<void> {
  const path = join(tree, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no longer ${from}`);
  await writeFile(path, text.replace(from, to));
}

async function lineOf(tree: string, file: string, text: string): Promise<number> {
  const [before = ''] = (await readFile(join(tree, file), 'utf8')).split(text);
  return before.split('\n').length;
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter((each) => isFirst(each)), all.filter((each) => !isFirst(each))];
}

type Says = NonNullable<DeliberateChange['says']>;

const NOTHING = {};

function toSay({ operations, touches, places }: Says) {
  return {
    found: true,
    ...(operations && { operations: operations.toSorted() }),
    ...(touches && { touches: touches.toSorted() }),
    ...(places && { isPlaced: true }),
  };
}

/** As much of what was said as is asked for. */
function said(findings: readonly Finding[], verdict: Verdict | undefined, says: DeliberateChange['says']) {
  if (!says) return NOTHING;
  const match = findings.find(
    (finding) => finding.verdict === verdict && finding.area === says.area && finding.message.includes(says.message),
  );
  const names = match?.operations.map(({ file }) => file.replace(/^operations\/|\.graphql$/g, ''));
  return {
    found: match !== undefined,
    ...(says.operations && { operations: names?.toSorted() }),
    ...(says.touches && { touches: match?.touches.toSorted() }),
    ...(says.places && { isPlaced: says.places.test(match?.places.join() ?? '') }),
  };
}

test('what a team has in a manifest counts as what clients send', async () => {
  const head = await mkdtemp(join(folder, 'head-'));
  await copyTree(head);
  const manifest = join(folder, 'shop-app.json');
  const body = 'query Kept { gone }';
  const operations = [{ id: 'kept', name: 'Kept', type: 'query', body }];
  await writeFile(manifest, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  const findings = await checkChange(join(folder, 'base'), head, await readManifest(manifest));
  expect(findings.filter(({ verdict }) => verdict === 'breaking')).toMatchObject([
    { area: 'API', operations: [{ file: `${manifest}, Kept`, owner: 'shop-app' }] },
  ]);
});
