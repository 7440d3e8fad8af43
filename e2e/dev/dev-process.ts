import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { domainNames } from './dev-repository.ts';

/** `npm run dev` as a process of its own, in some folder. */
export interface DevProcess {
  /** Of the router. */
  graph: GraphQLClient;
  /** The ports of the own domain's processes. */
  ports: number[];
  /** Waits until it has said something. */
  said(text: string): Promise<void>;
  /** What Ctrl-C does. @returns its exit code. */
  interrupt(): Promise<unknown>;
}

const PROGRAM = resolve(import.meta.dirname, '../../tools/dev.ts');
const running = new Set<ChildProcess>();

/** Starts it on free ports and waits until it is ready. */
export async function startDevProcess(folder: string, ...args: string[]): Promise<DevProcess> {
  const [graphPort, core, health] = [await freePort(), await freePort(), await freePort()];
  const dev = await spawnDev(folder, args, {
    ORDER_GRAPH_PORT: String(graphPort),
    ORDER_CORE_PORT: String(core),
    ORDER_HEALTH_PORT: String(health),
  });
  await dev.said('Ctrl-C');
  const [, url = ''] = /GraphQL +(http:\S+)/.exec(dev.output()) ?? [];
  return {
    graph: graphqlClient(url),
    ports: [graphPort, core, health],
    said: dev.said,
    interrupt() {
      dev.child.kill('SIGINT');
      return dev.ended;
    },
  };
}

/** Starts it where it cannot start. @returns how it ended. */
export async function failToStartDev(folder: string, args: string[], variables: Record<string, string>) {
  const { ended, output } = await spawnDev(folder, args, variables);
  return { code: await ended, output: output() };
}

async function spawnDev(folder: string, args: string[], variables: Record<string, string>) {
  const names = (await domainNames()).map((name) => name.toUpperCase());
  const anyPorts = names.flatMap((name) => [`${name}_GRAPH_PORT`, `${name}_CORE_PORT`]);
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      TMPDIR: process.env['TMPDIR'],
      NODE_ENV: 'development',
      PORT: '0',
      REQUEST_TIMEOUT_MS: String(PATIENCE_MS),
      ...Object.fromEntries(anyPorts.map((name) => [name, '0'])),
      ...variables,
    },
  });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    running.delete(child);
    return code;
  });
  const said = async (what: string) => {
    while (!text.includes(what)) {
      if (child.exitCode !== null) throw new Error(`It ended without saying "${what}": ${text}`);
      await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
    }
  };
  return { child, ended, said, output: () => text };
}

/** Ends what a failed test has left running. */
export async function endDevProcesses(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    }),
  );
}
