import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Running } from '@commerce/platform/process/run-process';

/**
 * Runs a TypeScript program, and runs it afresh whenever a file changes that it imports or that is named here.
 *
 * @param files paths or globs of files that it reads.
 */
export function runWatched(program: string, files: readonly string[], variables: Record<string, string>): Running {
  const includes = files.flatMap((file) => ['--include', file]);
  const child = spawn(process.execPath, [TSX, 'watch', '--clear-screen=false', ...includes, program], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that Ctrl-C reaches it once, through this process, and all of it can be ended together.
    detached: true,
  });
  const closed = once(child, 'close');
  const endGroup = (signal: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // Nothing of the group is left.
    }
  };
  // However this process ends, it leaves no child.
  const onExit = () => endGroup('SIGKILL');
  process.once('exit', onExit);
  return {
    async stop() {
      endGroup('SIGTERM');
      const limit = setTimeout(() => endGroup('SIGKILL'), STOP_LIMIT_MS);
      await closed;
      clearTimeout(limit);
      process.off('exit', onExit);
      endGroup('SIGKILL');
    },
  };
}

const TSX = createRequire(import.meta.url).resolve('tsx/cli');

const STOP_LIMIT_MS = 10_000;
