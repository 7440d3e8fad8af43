import { loadService } from '@commerce/platform/grpc/proto';
import type { Running } from '@commerce/platform/process/run-process';
import { startCoreStandIn } from '@commerce/platform/stand-in/core';
import type { Disturbance } from '@commerce/platform/stand-in/disturbance';
import { startSubgraphStandIn } from '@commerce/platform/stand-in/subgraph';
import type { Domain } from './domains.ts';
import type { DevConfig } from './read-config.ts';

/** What stands in for a domain. */
export interface StandIn extends Running {
  /** Of the core: `host:port`; undefined when the domain has none. */
  core: string | undefined;
  /** Of the subgraph's endpoint. */
  graph: string;
}

/** Starts the stand-ins of a domain's core and of its subgraph; both have the same trouble. */
export async function startStandIn(domain: Domain, config: DevConfig, disturbance: Disturbance): Promise<StandIn> {
  const { name, schemaFile, protoFile } = domain;
  const ports = config.portsOf(domain);
  const core =
    protoFile &&
    (await startCoreStandIn({
      service: loadService(protoFile, serviceName(name)),
      label: `The ${name} service`,
      host: config.router.HOST,
      port: ports.core,
      disturbance,
    }));
  const stopCore = async () => {
    if (core) await core.stop();
  };
  try {
    const graph = await startSubgraphStandIn({
      name,
      schemaFile,
      config: { ...config.router, PORT: ports.graph },
      disturbance,
    });
    return {
      core: core ? core.address : undefined,
      graph: graph.url,
      async stop() {
        await graph.stop();
        await stopCore();
      },
    };
  } catch (error) {
    await stopCore();
    throw error;
  }
}

/** `commerce.order.v1.OrderService`. */
function serviceName(domain: string): string {
  const words = domain.split(/[_-]/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `commerce.${domain}.v1.${words.join('')}Service`;
}
