import { readFile } from 'node:fs/promises';
import { parse } from 'graphql';
import type { Domain } from '@commerce/platform/domain';
import { type RunningSubgraph, serveSubgraph, type SubgraphConfig } from '@commerce/platform/graphql/serve-subgraph';
import type { Certificates } from '@commerce/platform/tls/certificates';
import { disturb, type Disturbance } from './disturbance.ts';
import { subgraphResolvers } from './subgraph-resolvers.ts';

/**
 * Serves a subgraph's schema without the subgraph: every value is made up from the SDL alone. Every entity exists under any
 * of its keys, and the same key always has the same values. What an argument or an input says of a result by the name of
 * its field, the result says too; nothing is kept.
 */
export async function startSubgraphStandIn(options: {
  domain: Pick<Domain, 'name' | 'schemaFile'>;
  config: SubgraphConfig;
  disturbance?: Disturbance;
  certificates?: Certificates;
}): Promise<RunningSubgraph> {
  const { domain, config, disturbance = {}, certificates } = options;
  const typeDefs = parse(await readFile(domain.schemaFile, 'utf8'));
  return await serveSubgraph({
    domain,
    // As the subgraph would say it of its core.
    resolvers: subgraphResolvers(typeDefs, () => disturb(`The ${domain.name} service`, disturbance)),
    context: () => ({}),
    config,
    certificates,
  });
}
