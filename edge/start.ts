import { coreAddresses } from '@commerce/platform/config/domain-variables';
import type { EmbeddedSubgraph } from '@commerce/platform/graphql/embedded-subgraph';
import {
  isElsewhere,
  type RunningRouter,
  routerVariables,
  startRouter,
  subgraphUrls,
  withSubgraphUrls,
} from '@commerce/router/start';
import { z } from 'zod';
import { GRAPHS } from './generated/graphs.ts';

/**
 * What an edge reads: all that a router does, and where the cores are of the subgraphs that it has itself.
 *
 * @param env says which subgraphs are elsewhere.
 */
export function edgeVariables(env: object) {
  const domains = GRAPHS.map(({ domain }) => domain).filter(({ name }) => !isElsewhere(env, name));
  return withSubgraphUrls(z.object({ ...routerVariables.shape, ...coreAddresses(domains) }), env);
}

/**
 * Starts a router with the domains' subgraphs in its process, but for those that a `SUBGRAPH_URL_<NAME>` says where to find.
 * See docs/decisions/graphs-in-the-router.md.
 */
export async function startEdge(config: z.infer<ReturnType<typeof edgeVariables>>): Promise<RunningRouter> {
  const embedded = new Map<string, EmbeddedSubgraph>();
  const close = () => {
    for (const subgraph of embedded.values()) subgraph.close();
  };
  try {
    for (const { domain, graph } of GRAPHS) {
      if (!isElsewhere(config, domain.name)) embedded.set(domain.name, await graph.embedGraph(config));
    }
    const router = await startRouter(config, subgraphUrls(config), { embedded });
    return {
      ...router,
      async stop() {
        await router.stop();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}
