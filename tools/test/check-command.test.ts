import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyRepository, type RepositoryCopy } from '../../e2e/repository-copy.ts';

let copy: RepositoryCopy;
beforeAll(async () => {
  copy = await copyRepository();
  await copy.run('git', 'init', '--quiet');
  await copy.run('git', 'add', '.');
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  await copy.run('git', ...author, 'commit', '--quiet', '--message', 'before');
});
afterAll(() => copy.remove());

/** @returns what the check says of a migration of the order domain, for which it must not wait: it fails. */
async function checkWith(sql: string): Promise<string> {
  const folder = join(copy.folder, 'subgraphs/order/core/prisma/migrations/29991231000001_change');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  return await copy
    .run(process.execPath, '--import', './tools/typescript.mjs', 'tools/check.ts', '--against', 'HEAD')
    .then(
      () => 'It passes.',
      (error: unknown) => String(error),
    );
}

test('a migration that takes what the cores read is told, and no core is waited for that would wait for it', async () => {
  const said = await checkWith('ALTER TABLE "orders" RENAME COLUMN "status" TO "state";');
  expect(said).toContain('29991231000001_change renames orders.status to state');
  expect(said).toContain('schema.prisma of order says what no migration makes: ALTER TABLE "orders" ADD COLUMN');
});

test('a migration that cannot be applied is named', async () => {
  expect(await checkWith('ALTER TABLE "nothing" ADD COLUMN "x" INT;')).toContain(
    '29991231000001_change: relation "nothing" does not exist',
  );
});
