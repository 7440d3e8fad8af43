import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PATIENCE_MS } from '@commerce/testkit/patience';

/** A process of the system, as a deployment runs it; it can be ended and started again. */
export interface ManagedProcess {
  name: string;
  /** Where its `/healthz` and `/readyz` are. */
  healthOrigin: string;
  start(): void;
  /** Starts it and waits until it is ready. */
  startReady(): Promise<void>;
  /** Sends a signal and waits for the end. @returns the exit code; null when the signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  /** What it logged, all its lives together. */
  lines(): { level: number; msg: string; waitsFor?: string[] }[];
}

/** @param file of the program, from the project's root. */
export function manageProcess(
  name: string,
  file: string,
  healthPort: number,
  variables: Record<string, string>,
): ManagedProcess {
  const healthOrigin = `http://127.0.0.1:${healthPort}`;
  let child: ChildProcess | undefined;
  let output = '';
  const start = () => {
    child = spawn(process.execPath, ['--import', 'tsx', file], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'info', REQUEST_TIMEOUT_MS: String(PATIENCE_MS), ...variables },
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  };
  return {
    name,
    healthOrigin,
    start,
    async startReady() {
      start();
      await untilReady(healthOrigin, () => {
        if (child?.exitCode !== null) throw new Error(`The ${name} ended: ${output}`);
      });
    },
    async end(signal) {
      if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
      const closed = once(child, 'close');
      child.kill(signal);
      return (await closed)[0] as number | null;
    },
    lines: () =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as ReturnType<ManagedProcess['lines']>[number]),
  };
}

/** Waits until a process is ready. @param check throws when waiting is of no use. */
async function untilReady(healthOrigin: string, check: () => void): Promise<void> {
  for (;;) {
    check();
    const ready = await fetch(`${healthOrigin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await wait(50);
  }
}

const ROOT = resolve(import.meta.dirname, '../..');
