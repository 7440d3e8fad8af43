import { freePort } from '@commerce/testkit/free-port';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { type Program, startProgram } from '@commerce/testkit/program';
import { domainNames } from './dev-repository.ts';

/** `npm run dev` as a process of its own, in some folder. */
export interface DevProcess extends Program {
  /** Of the router. */
  graph: GraphQLClient;
  /** The ports of the own domain's processes. */
  ports: number[];
}

/** Starts it on free ports and waits until it is ready. */
export async function startDevProcess(folder: string, ...args: string[]): Promise<DevProcess> {
  const names = ['ORDER_GRAPH_PORT', 'ORDER_GRAPH_ADMIN_PORT', 'ORDER_CORE_PORT', 'ORDER_CORE_ADMIN_PORT'];
  const ports = await Promise.all(names.map(() => freePort()));
  const variables = Object.fromEntries(names.map((name, index) => [name, String(ports[index])]));
  const dev = await spawnDev(folder, args, variables);
  const [, url = ''] = /GraphQL +(http:\S+)/.exec(await dev.said('Ctrl-C')) ?? [];
  return { ...dev, graph: graphqlClient(url), ports };
}

/** @param variables beside those that give each part a free port. */
export async function spawnDev(folder: string, args: string[], variables: NodeJS.ProcessEnv): Promise<Program> {
  const names = (await domainNames()).map((name) => name.toUpperCase());
  const anyPorts = names.flatMap((name) => [`${name}_GRAPH_PORT`, `${name}_CORE_PORT`]);
  const common = { NODE_ENV: 'development', PORT: '0', ADMIN_PORT: '0', REQUEST_TIMEOUT_MS: String(PATIENCE_MS) };
  const free = Object.fromEntries(anyPorts.map((name) => [name, '0']));
  return startProgram(['tools/dev.ts', ...args], { ...common, ...free, ...variables }, folder);
}
