import { type Certificates, openCertificates } from '../tls/certificates.ts';
import { graphPart } from '../tls/parts.ts';
import type { TlsConfig } from '../tls/variables.ts';
import { embedSubgraph, type EmbeddedSubgraph } from './embedded-subgraph.ts';
import { type RunningSubgraph, serveSubgraph, type SubgraphConfig } from './serve-subgraph.ts';
import type { Subgraph } from './subgraph.ts';

/** What a domain's subgraph is made of. */
interface Graph<Client, Config> extends Pick<Subgraph, 'domain' | 'resolvers'> {
  /** Makes the client of its core. */
  createClient: (config: Config, certificates: Certificates | undefined) => Client;
  /** Makes each request's context, with loaders of its own. */
  createContext: (client: Client) => object;
}

/** What a subgraph is told, wherever it runs. */
type AnyConfig<Config> = Omit<Config, 'PORT' | 'ADMIN_PORT'>;

/** The two ways to run a domain's subgraph; see docs/decisions/graphs-in-the-router.md. */
export function defineGraph<Client extends NonNullable<Subgraph['client']>, Config extends SubgraphConfig & TlsConfig>({
  domain,
  resolvers,
  createClient,
  createContext,
}: Graph<Client, AnyConfig<Config>>) {
  const wire = async (config: AnyConfig<Config>): Promise<Subgraph> => {
    const certificates = await openCertificates(config, graphPart(domain.name));
    const client = createClient(config, certificates);
    return { domain, resolvers, context: () => createContext(client), client, certificates };
  };
  return {
    /** Starts it on a port of its own. */
    startGraph: async (config: Config): Promise<RunningSubgraph> => serveSubgraph({ ...(await wire(config)), config }),
    /** Makes it for a router in the same process. */
    embedGraph: async (config: AnyConfig<Config>): Promise<EmbeddedSubgraph> =>
      embedSubgraph({ ...(await wire(config)), config }),
  };
}
