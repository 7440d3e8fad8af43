import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { graphPart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { createExampleClient } from '../client.ts';
import { example } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const graphVariables = z.object(variablesOf(example));

/** Wires the example subgraph and starts it. */
export async function startGraph(config: z.infer<typeof graphVariables>): Promise<RunningSubgraph> {
  const certificates = await openCertificates(config, graphPart(example.name));
  const client = createExampleClient(config.EXAMPLE_CORE, certificates);
  return await serveSubgraph({
    domain: example,
    resolvers,
    context: () => createContext(client),
    config,
    client,
    certificates,
  });
}
