import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../lock-folder.ts';
import { UserError } from '@commerce/platform/errors/user-error';

let folder: string;
let holder: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-lock-'));
});
afterEach(async () => {
  await end('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Starts another process that locks the folder and goes on; it says so when it has. */
async function lockElsewhere(): Promise<void> {
  const code = `
    import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, '../lock-folder.ts'))};
    await lockFolder(${JSON.stringify(folder)});
    console.log('locked');`;
  holder = spawn(process.execPath, ['--import', './tools/typescript.mjs', '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!holder.stdout) throw new Error('The process has no output.');
  await once(holder.stdout, 'data');
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (!holder) return;
  const ended = once(holder, 'exit');
  holder.kill(signal);
  await ended;
  holder = undefined;
}

test('keeps a second one out of the folder, under whatever name, until it is released', async () => {
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(
    new UserError(`The data in ${folder} is in use: another process was started on it. Stop that first.`),
  );
  const link = `${folder}-link`;
  await symlink(folder, link);
  await expect(lockFolder(link)).rejects.toThrow(UserError);
  await rm(link);
  await release();
  await (
    await lockFolder(folder)
  )();
});

test('does not keep anybody out of another folder', async () => {
  const other = await mkdtemp(join(tmpdir(), 'commerce-lock-'));
  const releases = [await lockFolder(folder), await lockFolder(other)];
  await expect(lockFolder(other)).rejects.toThrow(UserError);
  await Promise.all(releases.map((release) => release()));
  await rm(other, { recursive: true });
});

test("is refused while another process holds it, and taken over after that one's kill -9", async () => {
  await lockElsewhere();
  await expect(lockFolder(folder)).rejects.toThrow(UserError);
  await end('SIGKILL');
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(UserError);
  await release();
});

test('is free after the process that held it was stopped', async () => {
  await lockElsewhere();
  await end('SIGTERM');
  const release = await lockFolder(folder);
  expect(release).toBeTypeOf('function');
  await release();
});

test("goes to one of many that start at once after the holder's kill -9", async () => {
  await lockElsewhere();
  await end('SIGKILL');
  const starts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
  const releases = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  expect(releases).toHaveLength(1);
  await Promise.all(releases.map((release) => release()));
});
