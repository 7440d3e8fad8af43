import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Running } from '@commerce/platform/process/run-process';
import { watchFolders } from './watch-folders.ts';

/**
 * Runs a TypeScript program, and runs it afresh whenever a file changes that it may read. One that has ended by itself waits for
 * such a change.
 *
 * @param folders where those files are.
 * @param isRead says whether it may read one of them.
 */
export function runWatched(
  program: string,
  folders: readonly string[],
  isRead: (file: string) => boolean,
  variables: Record<string, string>,
): Running {
  let child = start(program, variables);
  // One change after the other, and the last one is always followed by a start.
  let last = Promise.resolve();
  let pending: NodeJS.Timeout | undefined;
  let isStopping = false;
  const restart = async () => {
    await end(child);
    if (!isStopping) child = start(program, variables);
  };
  const unwatch = watchFolders(folders, (file) => {
    if (!isRead(file)) return;
    // A branch that is checked out changes many.
    clearTimeout(pending);
    pending = setTimeout(() => (last = last.then(restart)), SETTLED_MS);
  });
  // However this process ends, it leaves no child.
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  return {
    async stop() {
      isStopping = true;
      unwatch();
      clearTimeout(pending);
      await last;
      await end(child);
      process.off('exit', onExit);
    },
  };
}

function start(program: string, variables: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--import', TYPESCRIPT, program], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: Ctrl-C reaches it once, through this process.
    detached: true,
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(limit);
}

const TYPESCRIPT = new URL('../typescript.mjs', import.meta.url).href;
const STOP_LIMIT_MS = 10_000;
const SETTLED_MS = 50;
