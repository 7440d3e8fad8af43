import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { FREE_PORTS } from '../../standalone/free-ports.ts';

/** How a process ended. */
export interface End {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A running system, and a client of its router. */
export interface ChildSystem extends GraphQLClient {
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<End>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const running = new Set<ChildProcess>();

/** Starts `npm start`'s command as a process of its own, on free ports. */
export async function startChild(dataDir: string, variables: Record<string, string> = {}): Promise<ChildSystem> {
  const child = spawnChild(dataDir, variables);
  const url = await Promise.race([
    new Promise<string>((found) => {
      let text = '';
      child.process.stdout?.on('data', (chunk) => {
        text += String(chunk);
        const [, address] = /GraphQL +(http:\S+)/.exec(text) ?? [];
        // The last line: until then it may still be starting.
        if (address && text.includes('Ctrl-C')) found(address);
      });
    }),
    child.ended.then(({ stderr }) => Promise.reject(new Error(`The system did not start: ${stderr}`))),
  ]);
  return {
    ...graphqlClient(url),
    end(signal) {
      child.process.kill(signal);
      return child.ended;
    },
  };
}

/** Starts it where it cannot start, and waits for its end. */
export async function failToStart(dataDir: string, variables: Record<string, string> = {}): Promise<End> {
  return await spawnChild(dataDir, variables).ended;
}

/** A start that nobody waits for. */
export function spawnChild(dataDir: string, variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'standalone/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      TMPDIR: process.env['TMPDIR'],
      NODE_ENV: 'test',
      DATA_DIR: dataDir,
      REQUEST_TIMEOUT_MS: String(PATIENCE_MS),
      ...FREE_PORTS,
      ...variables,
    },
  });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const ended = once(child, 'close').then(([code]): End => {
    running.delete(child);
    return { code: code as number | null, ...output };
  });
  return { process: child, ended };
}

/** Ends what a failed test has left running. */
export async function endChildren(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }),
  );
}
