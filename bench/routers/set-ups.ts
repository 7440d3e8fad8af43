import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { bearer, type Issuer } from '@commerce/testkit/issuer';
import { startProgram } from '@commerce/testkit/program';
import { HEAP, IMAGE_OPTIONS } from '../production-shop.ts';
import type { RouterGraph } from './fixture.ts';
import type { Recording } from './recording.ts';
import { startOtherSetUps } from './other-set-ups.ts';
import type { SetUp } from './set-up.ts';
import { untilItListens } from './until-it-listens.ts';

/** The set-ups that are compared, in front of the same subgraphs. The first is what the others are compared with. */
export async function startSetUps(
  graph: RouterGraph,
  recording: Recording,
  folder: string,
  issuer: Issuer,
): Promise<SetUp[]> {
  const supergraphFile = join(folder, 'supergraph.graphql');
  const recordingFile = join(folder, 'recording.json');
  await writeFile(supergraphFile, graph.supergraph);
  await writeFile(recordingFile, JSON.stringify(recording));
  const [stockPort, floorPort] = [await freePort(), await freePort()];
  const ours = async (name: string, headers: SetUp['headers'], variables: object, program = 'router') => {
    const port = await freePort();
    const ports = { PORT: String(port), ADMIN_PORT: String(await freePort()) };
    const options = { NODE_OPTIONS: `${HEAP} ${IMAGE_OPTIONS}`, LOG_LEVEL: 'error' };
    const all = { SUPERGRAPH_PATH: supergraphFile, ...options, ...ports, ...variables };
    return await startSetUp(name, port, [`build/${program}/main.js`], all, headers);
  };
  const token = await issuer.token();
  const newToken = async () => bearer(await issuer.token({ jti: randomUUID() }));
  const { coreAddresses } = graph;
  const setUps = await Promise.all([
    startSetUp('stock', stockPort, ['build/bench/routers/stock.js', supergraphFile, String(stockPort)], OPEN),
    ours('ours', withoutToken, OPEN),
    ours('ours, one token', async () => bearer(token), issuer.variables),
    ours('ours, a new token each time', newToken, issuer.variables),
    ...(coreAddresses ? [ours('edge', withoutToken, { ...OPEN, ...coreAddresses }, 'edge')] : []),
    ...startOtherSetUps(graph, issuer.variables, async () => bearer(token)),
    startSetUp('floor', floorPort, ['build/bench/routers/floor.js', recordingFile, String(floorPort)], OPEN),
  ]);
  return setUps.map((setUp) => ({ ...setUp, graphs: setUp.name === 'edge' ? [] : graph.pids }));
}

const OPEN = { AUTH: 'off' };
const withoutToken = async () => ({});

async function startSetUp(
  name: string,
  port: number,
  args: string[],
  variables: object,
  headers: SetUp['headers'] = withoutToken,
): Promise<Omit<SetUp, 'graphs'>> {
  const program = startProgram(args, { NODE_ENV: 'production', NODE_OPTIONS: HEAP, ...variables });
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilItListens(url, program);
  // Killed: a router would first drain for seconds.
  return { name, pid: program.process.pid ?? 0, url, headers, stop: () => program.end('SIGKILL') };
}
