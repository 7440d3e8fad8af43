import { freePort } from '@commerce/testkit/free-port';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { DOMAINS as PARTS } from '../../standalone/generated/domains.ts';
import type { DomainName } from '../../standalone/start.ts';
import { type Balancer, type Replica, startBalancer } from './balancer.ts';
import { type ManagedProcess, manageProcess } from './managed-process.ts';

/** The system as processes of their own, in production mode. */
export interface Deployment {
  /** All of them, replicas one after the other; whoever answers comes before whoever asks. */
  processes: ManagedProcess[];
  /** The first with this name, such as "order core". */
  process(name: string): ManagedProcess;
  /** Where each domain's subgraph is. */
  subgraphUrls: Record<string, string>;
  /** Where the cores are, by the variables that say so: `ORDER_CORE`. */
  coreAddresses: Record<string, string>;
  /** A client of all routers as if they were one. Its connections are handed on once a router is ready. */
  serve(): Promise<GraphQLClient>;
  stop(): Promise<void>;
}

const DOMAINS = PARTS.map(({ domain }) => domain.name);

/**
 * @param storeOf the variables that name a domain's store, for each of its cores' replicas, counted from 0.
 * @param ofPart the variables of one part alone, such as `order-core`.
 */
export async function planDeployment(
  replicas: number,
  storeOf: (domain: DomainName, replica: number) => Record<string, string>,
  settings: Record<string, string> = {},
  ofPart: (part: string) => Record<string, string> = () => ({}),
): Promise<Deployment> {
  const each = Array.from({ length: replicas });
  const corePorts = Object.fromEntries(
    await Promise.all(DOMAINS.map(async (domain) => [domain, await Promise.all(each.map(() => freePort()))] as const)),
  );
  const addresses = Object.fromEntries(
    DOMAINS.map((domain) => [
      `${domain.toUpperCase()}_CORE`,
      `ipv4:${corePorts[domain]?.map((port) => `127.0.0.1:${port}`).join(',')}`,
    ]),
  );
  const cores: ManagedProcess[] = [];
  const graphs: (Replica & { process: ManagedProcess; domain: DomainName })[] = [];
  for (const domain of DOMAINS) {
    for (const [replica, port] of (corePorts[domain] ?? []).entries()) {
      const [coreAdmin, graphPort, graphAdmin] = [await freePort(), await freePort(), await freePort()];
      const variables = {
        ...settings,
        ...addresses,
        ...storeOf(domain, replica),
        ...ofPart(`${domain}-core`),
        GRPC_PORT: String(port),
        ADMIN_PORT: String(coreAdmin),
      };
      cores.push(manageProcess(`${domain} core`, `build/subgraphs/${domain}/core/main.js`, coreAdmin, variables));
      const program = `build/subgraphs/${domain}/graph/main.js`;
      const graphVariables = {
        ...settings,
        ...addresses,
        ...ofPart(`${domain}-graph`),
        PORT: String(graphPort),
        ADMIN_PORT: String(graphAdmin),
      };
      const process = manageProcess(`${domain} subgraph`, program, graphAdmin, graphVariables);
      graphs.push({ domain, port: graphPort, process });
    }
  }
  const balancers: Balancer[] = [];
  const balance = async (behind: Replica[]) => {
    const balancer = await startBalancer(behind);
    balancers.push(balancer);
    return balancer.port;
  };
  const subgraphUrls: Record<string, string> = {};
  for (const domain of DOMAINS) {
    const port = await balance(graphs.filter((graph) => graph.domain === domain));
    subgraphUrls[domain] = `http://127.0.0.1:${port}/graphql`;
  }
  const addressesOfSubgraphs = Object.fromEntries(
    Object.entries(subgraphUrls).map(([domain, url]) => [`SUBGRAPH_URL_${domain.toUpperCase()}`, url]),
  );
  const routers = await Promise.all(
    each.map(async () => {
      const [port, admin] = [await freePort(), await freePort()];
      const variables = {
        ...settings,
        ...addressesOfSubgraphs,
        ...ofPart('router'),
        PORT: String(port),
        ADMIN_PORT: String(admin),
      };
      return { port, process: manageProcess('router', 'build/router/main.js', admin, variables) };
    }),
  );
  const processes = [...cores, ...[...graphs, ...routers].map(({ process }) => process)];
  return {
    processes,
    subgraphUrls,
    coreAddresses: addresses,
    process(name) {
      const found = processes.find((process) => process.name === name);
      if (!found) throw new Error(`There is no ${name}.`);
      return found;
    },
    serve: async () => graphqlClient(`http://127.0.0.1:${await balance(routers)}/graphql`),
    async stop() {
      await Promise.all(processes.map((process) => process.end('SIGKILL')));
      await Promise.all(balancers.map((balancer) => balancer.stop()));
    },
  };
}
