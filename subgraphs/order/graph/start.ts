import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { graphPart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { createOrderClient } from '../client.ts';
import { order } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const graphVariables = z.object(variablesOf(order));

/** Wires the order subgraph and starts it. */
export async function startGraph(config: z.infer<typeof graphVariables>): Promise<RunningSubgraph> {
  const certificates = await openCertificates(config, graphPart(order.name));
  const client = createOrderClient(config.ORDER_CORE, certificates);
  return await serveSubgraph({
    domain: order,
    resolvers,
    context: () => createContext(client),
    config,
    client,
    certificates,
  });
}
