import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { embedSubgraph, type EmbeddedSubgraph } from '@commerce/platform/graphql/embedded-subgraph';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { Subgraph } from '@commerce/platform/graphql/subgraph';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { graphPart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { createAccountClient } from '../client.ts';
import { account } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const graphVariables = z.object(variablesOf(account));

/** What it is told, wherever it runs. */
type Config = Omit<z.infer<typeof graphVariables>, 'PORT' | 'ADMIN_PORT'>;

/** Starts the account subgraph, on a port of its own. */
export async function startGraph(config: z.infer<typeof graphVariables>): Promise<RunningSubgraph> {
  return await serveSubgraph({ ...(await wire(config)), config });
}

/** Makes the account subgraph for a router in the same process. */
export async function embedGraph(config: Config): Promise<EmbeddedSubgraph> {
  return await embedSubgraph({ ...(await wire(config)), config });
}

async function wire(config: Config): Promise<Subgraph> {
  const certificates = await openCertificates(config, graphPart(account.name));
  const client = createAccountClient(config.ACCOUNT_CORE, certificates);
  return { domain: account, resolvers, context: () => createContext(client), client, certificates };
}
