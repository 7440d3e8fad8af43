import { setTimeout as wait } from 'node:timers/promises';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { type Program, startProgram } from '@commerce/testkit/program';

/** A process of the system, as a deployment runs it; it can be ended and started again. */
export interface ManagedProcess {
  name: string;
  /** Where its `/healthz` and `/readyz` are. */
  healthOrigin: string;
  start(): void;
  /** Of the process that runs. */
  pid(): number;
  /** Starts it and waits until it is ready. */
  startReady(): Promise<void>;
  /** Sends a signal and waits for the end. @returns the exit code; null when the signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  /** Stops it as it stands, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Did it end by itself, without being told to? */
  hasEnded(): boolean;
  /** All that it said. */
  said(): string;
  /** What it logged, all its lives together. */
  lines(): { level: string; msg: string; waitsFor?: string[] }[];
}

/** @param file of the program, from the project's root. */
export function manageProcess(
  name: string,
  file: string,
  adminPort: number,
  variables: Record<string, string>,
): ManagedProcess {
  const healthOrigin = `http://127.0.0.1:${adminPort}`;
  let program: Program | undefined;
  let output = '';
  const start = () => {
    program = startProgram([file], {
      LOG_LEVEL: 'info',
      AUTH: 'off',
      REQUEST_TIMEOUT_MS: String(PATIENCE_MS),
      // The machine may be so busy that a router would take hardly any.
      MAX_REQUESTS_IN_FLIGHT: '1000',
      ...variables,
    });
    const { stdout, stderr } = program.process;
    for (const stream of [stdout, stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  };
  return {
    name,
    healthOrigin,
    start,
    pid: () => program?.process.pid ?? 0,
    async startReady() {
      start();
      await untilReady(healthOrigin, () => {
        if (program?.process.exitCode !== null) throw new Error(`The ${name} ended: ${output}`);
      });
    },
    async end(signal) {
      return (await program?.end(signal))?.code ?? null;
    },
    signal: (signal) => void program?.process.kill(signal),
    hasEnded: () => program !== undefined && (program.process.exitCode !== null || program.process.signalCode !== null),
    said: () => output,
    lines: () =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as ReturnType<ManagedProcess['lines']>[number]),
  };
}

/** Waits until a process is ready. @param check throws when waiting is of no use. */
export async function untilReady(healthOrigin: string, check: () => void): Promise<void> {
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
