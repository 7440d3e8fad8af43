import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { bearer, type Issuer } from '@commerce/testkit/issuer';
import { startProgram } from '@commerce/testkit/program';
import { HEAP, IMAGE_OPTIONS } from '../production-shop.ts';
import type { RouterGraph } from './fixture.ts';
import type { Recording } from './recording.ts';
import { untilItListens } from './until-it-listens.ts';

/** One way to answer clients, in a process of its own. */
export interface SetUp {
  name: string;
  pid: number;
  url: string;
  /** What each request has beside its body. */
  headers(): Promise<Record<string, string>>;
  stop(): Promise<unknown>;
}

/** The set-ups that are compared, in front of the same subgraphs. The first is what the others are compared with. */
export async function startSetUps(
  { supergraph }: RouterGraph,
  recording: Recording,
  folder: string,
  issuer: Issuer,
): Promise<SetUp[]> {
  const supergraphFile = join(folder, 'supergraph.graphql');
  const recordingFile = join(folder, 'recording.json');
  await writeFile(supergraphFile, supergraph);
  await writeFile(recordingFile, JSON.stringify(recording));
  const [stockPort, floorPort] = [await freePort(), await freePort()];
  const ours = async (name: string, headers: SetUp['headers'], variables: object) => {
    const port = await freePort();
    const ports = { PORT: String(port), ADMIN_PORT: String(await freePort()) };
    const options = { NODE_OPTIONS: `${HEAP} ${IMAGE_OPTIONS}`, LOG_LEVEL: 'error' };
    const all = { SUPERGRAPH_PATH: supergraphFile, ...options, ...ports, ...variables };
    return await startSetUp(name, port, ['build/router/main.js'], all, headers);
  };
  const token = await issuer.token();
  const newToken = async () => bearer(await issuer.token({ jti: randomUUID() }));
  return await Promise.all([
    startSetUp('stock', stockPort, ['build/bench/routers/stock.js', supergraphFile, String(stockPort)], OPEN),
    ours('ours', withoutToken, OPEN),
    ours('ours, one token', async () => bearer(token), issuer.variables),
    ours('ours, a new token each time', newToken, issuer.variables),
    startSetUp('floor', floorPort, ['build/bench/routers/floor.js', recordingFile, String(floorPort)], OPEN),
  ]);
}

const OPEN = { AUTH: 'off' };
const withoutToken = async () => ({});

async function startSetUp(
  name: string,
  port: number,
  args: string[],
  variables: object,
  headers: SetUp['headers'] = withoutToken,
): Promise<SetUp> {
  const program = startProgram(args, { NODE_ENV: 'production', NODE_OPTIONS: HEAP, ...variables });
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilItListens(url, program);
  // Killed: a router would first drain for seconds.
  return { name, pid: program.process.pid ?? 0, url, headers, stop: () => program.end('SIGKILL') };
}
