import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeEmptyDatabase } from '../empty-database.ts';

test('an empty database is made from nothing once, and copied from then on', async () => {
  const folders = await Promise.all([1, 2, 3].map(() => mkdtemp(join(tmpdir(), 'empty-'))));
  for (const folder of folders) await makeEmptyDatabase(folder);
  // It has the identifier that PostgreSQL gives to each that it makes.
  const [, second, third] = await Promise.all(folders.map((folder) => readFile(join(folder, 'global/pg_control'))));
  expect(third).toEqual(second);
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});
