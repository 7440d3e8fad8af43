import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { embedSubgraph, type EmbeddedSubgraph } from '@commerce/platform/graphql/embedded-subgraph';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { Subgraph } from '@commerce/platform/graphql/subgraph';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { graphPart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { createExampleClient } from '../client.ts';
import { example } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const graphVariables = z.object(variablesOf(example));

/** What it is told, wherever it runs. */
type Config = Omit<z.infer<typeof graphVariables>, 'PORT' | 'ADMIN_PORT'>;

/** Starts the example subgraph, on a port of its own. */
export async function startGraph(config: z.infer<typeof graphVariables>): Promise<RunningSubgraph> {
  return await serveSubgraph({ ...(await wire(config)), config });
}

/** Makes the example subgraph for a router in the same process. */
export async function embedGraph(config: Config): Promise<EmbeddedSubgraph> {
  return await embedSubgraph({ ...(await wire(config)), config });
}

async function wire(config: Config): Promise<Subgraph> {
  const certificates = await openCertificates(config, graphPart(example.name));
  const client = createExampleClient(config.EXAMPLE_CORE, certificates);
  return { domain: example, resolvers, context: () => createContext(client), client, certificates };
}
