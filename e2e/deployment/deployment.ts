import { freePort } from '@commerce/testkit/free-port';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { DOMAINS as PARTS } from '../../standalone/generated/domains.ts';
import type { DomainName } from '../../standalone/start.ts';
import { FORM, type Form } from '../form.ts';
import { type Balancer, type Replica, startBalancer } from './balancer.ts';
import type { ManagedProcess } from './managed-process.ts';
import { planPart } from './plan-part.ts';

/** The system as processes of their own, in production mode. */
export interface Deployment {
  /** All of them, replicas one after the other; whoever answers comes before whoever asks. */
  processes: ManagedProcess[];
  /** The first with this name, such as "order core". */
  process(name: string): ManagedProcess;
  /** Where each domain's subgraph is; empty where they are in the edges. */
  subgraphUrls: Record<string, string>;
  /** Where the cores are, by the variables that say so: `ORDER_CORE`. */
  coreAddresses: Record<string, string>;
  /**
   * A client of all routers, or edges, as if they were one. Its connections are handed on once one of them is ready; and whoever
   * is ready now is known to be, to all who hand connections on.
   */
  serve(): Promise<GraphQLClient>;
  stop(): Promise<void>;
}

const DOMAINS = PARTS.map(({ domain }) => domain.name);

/** What the processes of a deployment are. */
interface Plan {
  replicas: number;
  /** The variables that name a domain's store, for each of its cores' replicas, counted from 0. */
  storeOf: (domain: DomainName, replica: number) => Record<string, string>;
  /** Of all parts. */
  settings?: Record<string, string>;
  /** The variables of one part alone, such as `order-core`. */
  ofPart?: (part: string) => Record<string, string>;
  form?: Form;
}

/** Gives each process of a deployment its ports, and the addresses of those that it asks. None of them is started. */
export async function planDeployment({
  replicas,
  storeOf,
  settings = {},
  ofPart = () => ({}),
  form = FORM,
}: Plan): Promise<Deployment> {
  const balancers: Balancer[] = [];
  const urlOf = async (behind: Replica[]) => {
    const balancer = await startBalancer(behind);
    balancers.push(balancer);
    return `http://127.0.0.1:${balancer.port}/graphql`;
  };
  const twins = <T>(plan: (replica: number) => Promise<T>) =>
    Promise.all(Array.from({ length: replicas }, (_, replica) => plan(replica)));
  const planFront = (name: string, addresses: Record<string, string>) =>
    twins(() => planPart(name, name, { ...settings, ...addresses, ...ofPart(name) }));

  const ports = new Map<DomainName, number[]>();
  for (const domain of DOMAINS) ports.set(domain, await twins(() => freePort()));
  const coreAddresses = Object.fromEntries(
    [...ports].map(([domain, all]) => [
      `${domain.toUpperCase()}_CORE`,
      `ipv4:${all.map((port) => `127.0.0.1:${port}`).join(',')}`,
    ]),
  );
  const known = { ...settings, ...coreAddresses };

  const cores: ManagedProcess[] = [];
  const graphs: ManagedProcess[] = [];
  const subgraphUrls: Record<string, string> = {};
  for (const domain of DOMAINS) {
    const ownCores = await twins((replica) => {
      const variables = { ...known, ...storeOf(domain, replica), ...ofPart(`${domain}-core`) };
      const port = ports.get(domain)?.[replica];
      return planPart(`${domain} core`, `subgraphs/${domain}/core`, variables, { portVariable: 'GRPC_PORT', port });
    });
    cores.push(...ownCores.map(({ process }) => process));
    if (form === 'edges') continue;
    const variables = { ...known, ...ofPart(`${domain}-graph`) };
    const ownGraphs = await twins(() => planPart(`${domain} subgraph`, `subgraphs/${domain}/graph`, variables));
    graphs.push(...ownGraphs.map(({ process }) => process));
    subgraphUrls[domain] = await urlOf(ownGraphs);
  }
  const subgraphAddresses = Object.fromEntries(
    Object.entries(subgraphUrls).map(([domain, url]) => [`SUBGRAPH_URL_${domain.toUpperCase()}`, url]),
  );
  const fronts = await (form === 'edges' ? planFront('edge', coreAddresses) : planFront('router', subgraphAddresses));
  const processes = [...cores, ...graphs, ...fronts.map(({ process }) => process)];
  return {
    processes,
    subgraphUrls,
    coreAddresses,
    process(name) {
      const found = processes.find((process) => process.name === name);
      if (!found) throw new Error(`There is no ${name}.`);
      return found;
    },
    async serve() {
      const url = await urlOf(fronts);
      // Those of the subgraphs were there before any subgraph was, and the next of their looks may be yet to come.
      await Promise.all(balancers.map((balancer) => balancer.look()));
      return graphqlClient(url);
    },
    async stop() {
      await Promise.all(processes.map((process) => process.end('SIGKILL')));
      await Promise.all(balancers.map((balancer) => balancer.stop()));
    },
  };
}
