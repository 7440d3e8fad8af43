import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@commerce/testkit/free-port';
import { type Program, startProgram } from '@commerce/testkit/program';
import { HEAP } from '../production-shop.ts';
import type { RouterGraph } from './fixture.ts';
import type { Recording } from './recording.ts';

/** One way to answer clients, in a process of its own. */
export interface SetUp {
  name: string;
  pid: number;
  url: string;
  stop(): Promise<unknown>;
}

/** The set-ups that are compared, in front of the same subgraphs. The first is what the others are compared with. */
export async function startSetUps({ supergraph }: RouterGraph, recording: Recording, folder: string): Promise<SetUp[]> {
  const supergraphFile = join(folder, 'supergraph.graphql');
  const recordingFile = join(folder, 'recording.json');
  await writeFile(supergraphFile, supergraph);
  await writeFile(recordingFile, JSON.stringify(recording));
  const [stockPort, port, adminPort, floorPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const ours = {
    SUPERGRAPH_PATH: supergraphFile,
    PORT: String(port),
    ADMIN_PORT: String(adminPort),
    LOG_LEVEL: 'error',
  };
  return await Promise.all([
    startSetUp('stock', stockPort, ['build/bench/routers/stock.js', supergraphFile, String(stockPort)]),
    startSetUp('ours', port, ['build/router/main.js'], ours),
    startSetUp('floor', floorPort, ['build/bench/routers/floor.js', recordingFile, String(floorPort)]),
  ]);
}

async function startSetUp(name: string, port: number, args: string[], variables = {}): Promise<SetUp> {
  const program = startProgram(args, { NODE_ENV: 'production', AUTH: 'off', NODE_OPTIONS: HEAP, ...variables });
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilItListens(url, program);
  // Killed: a router would first drain for seconds.
  return { name, pid: program.process.pid ?? 0, url, stop: () => program.end('SIGKILL') };
}

async function untilItListens(url: string, { process, ended }: Program): Promise<void> {
  while (process.exitCode === null) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await wait(100);
  }
  throw new Error((await ended).stderr);
}
