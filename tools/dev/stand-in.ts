import { loadService } from '@commerce/platform/grpc/proto';
import type { Running } from '@commerce/platform/process/run-process';
import { startCoreStandIn } from '@commerce/testkit/stand-in/core';
import type { Disturbance } from '@commerce/testkit/stand-in/disturbance';
import { startSubgraphStandIn } from '@commerce/testkit/stand-in/subgraph';
import type { DevDomain } from './domains.ts';
import type { DevConfig } from './read-config.ts';

/** What stands in for a domain. */
export interface StandIn extends Running {
  /** Of the core: `host:port`; undefined when the domain has none. */
  core: string | undefined;
  /** Of the subgraph's endpoint. */
  graph: string;
  /** Makes it anew, where it was, from the SDL and the proto as they are now. */
  restart(): Promise<void>;
}

/** Starts the stand-ins of a domain's core and of its subgraph; both have the same trouble. */
export async function startStandIn(domain: DevDomain, config: DevConfig, disturbance: Disturbance): Promise<StandIn> {
  const start = async (service: Service | undefined, ports: { core: number; graph: number }) => {
    const { router } = config;
    const core = service && (await startCoreStandIn({ service, host: router.HOST, port: ports.core, disturbance }));
    try {
      const graphConfig = { ...router, PORT: ports.graph, ADMIN_PORT: 0 };
      const graph = await startSubgraphStandIn({ domain, config: graphConfig, disturbance });
      const stop = async () => {
        await graph.stop();
        await core?.stop();
      };
      return { core: core?.address, graph: graph.url, stop };
    } catch (error) {
      await core?.stop();
      throw error;
    }
  };
  let both = await start(loadCore(domain), config.portsOf(domain));
  const { core, graph } = both;
  const ports = { core: Number(core?.split(':').at(-1)), graph: Number(new URL(graph).port) };
  return {
    core,
    graph,
    async restart() {
      // First, because what is wrong with it should not end what serves.
      const service = loadCore(domain);
      await both.stop();
      both = await start(service, ports);
    },
    stop: () => both.stop(),
  };
}

type Service = ReturnType<typeof loadService>;

function loadCore({ manifest }: DevDomain): Service | undefined {
  return manifest && loadService(manifest);
}
