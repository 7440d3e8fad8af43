import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { type Program, startProgram } from '@commerce/testkit/program';
import { HEAP, IMAGE_OPTIONS, type ProductionShop } from '../production-shop.ts';
import { untilItListens } from '../routers/until-it-listens.ts';
import { withAddresses } from '../routers/with-addresses.ts';
import type { Operation } from './operations.ts';
import { recordOperations } from './record-operations.ts';
import { askForMany, graphqlRunner, type Runner } from './runners.ts';

/** One way to answer clients, in front of the same cores and their store. */
export interface SetUp {
  name: 'ours' | 'edge' | 'stock' | 'bare';
  /** Its own processes, by the part that they are. */
  processes: { part: 'router' | 'graphs'; name: string; pid: number }[];
  run: Runner;
  stop(): Promise<unknown>;
}

/** For a router: it is asked the same again and again, and each is to be worked on, however busy the machine is. */
export const UNHINDERED = {
  SHARE_IDENTICAL_QUERIES: 'false',
  MAX_REQUESTS_IN_FLIGHT: '1000',
  REQUEST_TIMEOUT_MS: '60000',
};

/** Where the programs that bench/ compiles to are. */
const PROGRAMS = 'build/bench';

/**
 * Starts what this project is compared with, in front of its own cores.
 *
 * @param folder for what the programs read.
 */
export async function startSetUps(
  { deployment, graph }: ProductionShop,
  operations: readonly Operation[],
  folder: string,
): Promise<SetUp[]> {
  const supergraph = await readFile(resolve(import.meta.dirname, '../../supergraph.graphql'), 'utf8');
  const cores = Object.fromEntries(
    Object.entries(deployment.coreAddresses).map(([variable, address]) => [
      variable.replace(/_CORE$/, '').toLowerCase(),
      address.replace('ipv4:', ''),
    ]),
  );
  const ours: SetUp = {
    name: 'ours',
    processes: deployment.processes
      .filter(({ name }) => !name.endsWith(' core'))
      .map((process) => ({
        part: process.name === 'router' ? 'router' : 'graphs',
        name: process.name,
        pid: process.pid(),
      })),
    run: graphqlRunner(graph.url),
    stop: async () => {},
  };
  const edge = await startEdge(deployment.coreAddresses);
  return [
    ours,
    edge,
    await startStock(supergraph, cores, folder),
    await startBare(supergraph, cores, operations, folder),
  ];
}

/** The same router and subgraphs, in one process. */
async function startEdge(coreAddresses: Record<string, string>): Promise<SetUp> {
  const port = await freePort();
  const program = await startListening(port, ['build/edge/main.js'], {
    ...UNHINDERED,
    ...coreAddresses,
    LOG_LEVEL: 'error',
    PORT: String(port),
    ADMIN_PORT: String(await freePort()),
    NODE_OPTIONS: `${HEAP} ${IMAGE_OPTIONS}`,
  });
  return {
    name: 'edge',
    processes: [{ part: 'router', name: 'edge', pid: program.process.pid ?? 0 }],
    run: graphqlRunner(`http://127.0.0.1:${port}/graphql`),
    stop: async () => await program.end('SIGKILL'),
  };
}

/** Apollo's gateway, servers and subgraphs with their defaults. */
async function startStock(supergraph: string, cores: Record<string, string>, folder: string): Promise<SetUp> {
  const processes: SetUp['processes'] = [];
  const programs: Program[] = [];
  const urls: Record<string, string> = {};
  const start = async (part: 'router' | 'graphs', name: string, port: number, args: string[]) => {
    const program = await startListening(port, args);
    programs.push(program);
    processes.push({ part, name, pid: program.process.pid ?? 0 });
  };
  for (const [name, core] of Object.entries(cores)) {
    const port = await freePort();
    urls[name] = `http://127.0.0.1:${port}/`;
    await start('graphs', `${name} subgraph`, port, [
      `${PROGRAMS}/cost/stock-subgraph-main.js`,
      name,
      core,
      String(port),
    ]);
  }
  const [file, port] = [join(folder, 'stock.graphql'), await freePort()];
  await writeFile(file, withAddresses(supergraph, urls));
  await start('router', 'gateway', port, [`${PROGRAMS}/routers/stock.js`, file, String(port)]);
  return {
    name: 'stock',
    processes,
    // Its gateway sends on connections that its subgraphs close after five idle seconds: what it sends just then fails.
    run: graphqlRunner(`http://127.0.0.1:${port}/`, 3),
    stop: async () => await Promise.all(programs.map((program) => program.end('SIGKILL'))),
  };
}

/** What no answer can do without: the same RPCs, from one process that does nothing with what they answer. */
async function startBare(
  supergraph: string,
  cores: Record<string, string>,
  operations: readonly Operation[],
  folder: string,
): Promise<SetUp> {
  const [file, port] = [join(folder, 'rpcs.json'), await freePort()];
  await writeFile(file, JSON.stringify(await recordOperations(supergraph, cores, operations)));
  const program = await startListening(port, [`${PROGRAMS}/cost/bare.js`, file, JSON.stringify(cores), String(port)]);
  return {
    name: 'bare',
    processes: [{ part: 'graphs', name: 'client', pid: program.process.pid ?? 0 }],
    run: async ({ name }, count) =>
      await askForMany(
        `http://127.0.0.1:${port}/?${String(new URLSearchParams({ operation: name, count: String(count) }))}`,
      ),
    stop: async () => await program.end('SIGKILL'),
  };
}

async function startListening(port: number, args: string[], variables = {}): Promise<Program> {
  const program = startProgram(args, { NODE_ENV: 'production', NODE_OPTIONS: HEAP, AUTH: 'off', ...variables });
  await untilItListens(`http://127.0.0.1:${port}/`, program);
  return program;
}
