import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeEmptyDatabase } from '../empty-database.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a script in a process of its own, with `start()` and the `worker` that it starts. */
async function run(script: string): Promise<{ code: number | null; stderr: string }> {
  const file = join(folder, 'script.mjs');
  await mkdir(join(folder, 'data'));
  await makeEmptyDatabase(join(folder, 'data'));
  await writeFile(
    file,
    `import threads from 'node:worker_threads';
    import { syncBuiltinESMExports } from 'node:module';
    let worker;
    threads.Worker = class extends threads.Worker { constructor(...args) { super(...args); worker = this; } };
    syncBuiltinESMExports();
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, '../embedded-postgres.ts'))});
    const start = () => startEmbeddedPostgres(${JSON.stringify(join(folder, 'data'))});
    ${script}`,
  );
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', './tools/typescript.mjs', file], (_error, _stdout, stderr) =>
      resolve({ code: child.exitCode, stderr }),
    );
  });
}

test('a database that ends by itself ends its process, which says so', async () => {
  const { code, stderr } = await run('await start(); await worker.terminate(); setInterval(() => {}, 1_000);');
  expect(code).toBe(1);
  expect(stderr).toContain(`The embedded database in ${join(folder, 'data')} ended by itself.`);
});

test('stopping a database that has ended already ends', async () => {
  const { code } = await run(`
    process.on('uncaughtException', () => {});
    const { stop } = await start();
    const ended = new Promise((resolve) => worker.prependOnceListener('exit', resolve));
    void worker.terminate();
    await ended;
    await stop();
    process.exit(7);`);
  expect(code).toBe(7);
});
