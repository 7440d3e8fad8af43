import { join } from 'node:path';
import { freePort } from '@commerce/testkit/free-port';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { type Replica, startBalancer } from '../deployment/balancer.ts';
import { type ManagedProcess, manageProcess } from '../deployment/managed-process.ts';
import { planPart } from '../deployment/plan-part.ts';
import type { Form } from '../form.ts';
import type { System } from '../start-system.ts';

/**
 * What a release of the catalog's graph replaces: two replicas of its subgraph, or of the edge that has it, in processes of
 * their own and in production mode. What else there is runs beside them.
 */
export interface Release {
  /** Each with its present code and its next. */
  replicas: readonly { present: ManagedProcess; next: ManagedProcess }[];
  /** A client of the whole. */
  graph: GraphQLClient;
  /** A client of each router, or edge. */
  fronts: readonly GraphQLClient[];
  stop(): Promise<void>;
}

const REPLACED = {
  apart: { name: 'catalog subgraph', program: 'subgraphs/catalog/graph/main.ts' },
  edges: { name: 'edge', program: 'edge/main.ts' },
} satisfies Record<Form, object>;

/**
 * Starts all of it with the present code.
 *
 * @param trees where the present code is, and the next.
 * @param supergraph the file that a router or an edge reads.
 */
export async function startRelease(
  { cores, graphs }: System,
  trees: Record<'present' | 'next', string>,
  supergraph: string,
  form: Form,
): Promise<Release> {
  const { name, program } = REPLACED[form];
  const coreAddresses = { ACCOUNT_CORE: cores.account, CATALOG_CORE: cores.catalog, ORDER_CORE: cores.order };
  const { CATALOG_CORE } = coreAddresses;
  const asked = form === 'edges' ? { ...coreAddresses, SUPERGRAPH_PATH: supergraph } : { CATALOG_CORE };

  const replicas: (Release['replicas'][number] & { port: number })[] = [];
  for (const port of [await freePort(), await freePort()]) {
    const admin = await freePort();
    const variables = { ...asked, DRAIN_MS: '3000', PORT: String(port), ADMIN_PORT: String(admin) };
    const manage = (root: string) => manageProcess(name, join(root, program), admin, variables);
    replicas.push({ port, present: manage(trees.present), next: manage(trees.next) });
  }
  for (const { present } of replicas) await present.startReady();
  const balancer = await startBalancer(replicas.map(({ port, present }): Replica => ({ port, process: present })));
  const router =
    form === 'edges'
      ? undefined
      : await planPart('router', 'router', {
          SUPERGRAPH_PATH: supergraph,
          SUBGRAPH_URL_ACCOUNT: graphs.account,
          SUBGRAPH_URL_CATALOG: urlOf(balancer),
          SUBGRAPH_URL_ORDER: graphs.order,
        });
  await router?.process.startReady();
  return {
    replicas,
    graph: graphqlClient(urlOf(router ?? balancer)),
    fronts: (router ? [router] : replicas).map((front) => graphqlClient(urlOf(front))),
    async stop() {
      const processes = replicas.flatMap(({ present, next }) => [present, next]);
      if (router) processes.push(router.process);
      await Promise.all(processes.map((process) => process.end('SIGKILL')));
      await balancer.stop();
    },
  };
}

function urlOf({ port }: { port: number }): string {
  return `http://127.0.0.1:${port}/graphql`;
}
