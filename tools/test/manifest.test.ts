import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseManifest } from '@commerce/router/trusted-documents/manifest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manifestCommand } from '../manifest/manifest-command.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  await write('b-page.graphql', '# owner: shop\nquery BPage { ...Part z }\nfragment Part on Query { y { ...Deep } }');
  await write('a-write.graphql', 'mutation AWrite { set }');
  await write('deep.graphql', 'fragment Deep on Y { id } fragment Unused on Y { id }');
  await write('a-write.json', '{}');
});
afterEach(() => rm(folder, { recursive: true }));
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const output = () => join(folder, 'out.json');
const run = (...args: string[]) => manifestCommand(['--operations', folder, '--output', output(), ...args]);

test('a manifest has each operation with the fragments that it spreads, and its SHA-256 as the id', async () => {
  expect(await run()).toMatch(/out\.json is made from .*: 2 operations\.$/);
  const text = await readFile(output(), 'utf8');
  const { operations } = JSON.parse(text) as { operations: { id: string; body: string }[] };
  const body = `query BPage {
  ...Part
  z
}

fragment Deep on Y {
  id
}

fragment Part on Query {
  y {
    ...Deep
  }
}`;
  expect(operations).toMatchObject([
    { name: 'AWrite', type: 'mutation', body: 'mutation AWrite {\n  set\n}' },
    { name: 'BPage', type: 'query', body, id: createHash('sha256').update(body).digest('hex') },
  ]);
  // The router reads what was written.
  expect(parseManifest(text, 'out.json').map(({ id, sha256 }) => id === sha256)).toEqual([true, true]);
});

test('a comment, white space and the order of files change nothing; another field does', async () => {
  await run();
  await write('a-write.graphql', '# owner: shop\nmutation   AWrite { set }');
  expect(await run('--check')).toContain('is up to date');
  await write('a-write.graphql', 'mutation AWrite { set again: set }');
  await expect(run('--check')).rejects.toThrow(/is not what .* makes\. Run `npm run manifest -- --operations/);
  await rm(output());
  await expect(run('--check')).rejects.toThrow('is missing');
});

test("the project's own is what its operations make", async () => {
  const root = resolve(import.meta.dirname, '../..');
  const own = ['--operations', join(root, 'operations'), '--output', join(root, 'persisted-query-manifest.json')];
  expect(await manifestCommand([...own, '--check'])).toContain('is up to date');
});

test.each([
  ['query { z }', 'has an operation without a name'],
  ['mutation AWrite { set }', 'both have an operation AWrite: rename one.'],
  ['fragment Deep on Y { id }', 'both have a fragment Deep: rename one.'],
  ['query Z {', 'Syntax Error'],
])('%s has no place in it', async (text, message) => {
  await write('c.graphql', text);
  await expect(run()).rejects.toThrow(message);
});

test('a folder without operations, or an unknown flag, is told', async () => {
  await expect(manifestCommand(['--operations', join(folder, 'none')])).rejects.toThrow('has no .graphql files');
  await expect(run('--chek')).rejects.toThrow('Usage: npm run manifest');
});
