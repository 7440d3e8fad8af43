import type { Running } from '@commerce/platform/process/run-process';
import { startRouter, subgraphUrls } from '@commerce/router/start';
import type { StandaloneConfig } from './config.ts';
import { type CoreConfig, type Domain, DOMAINS, type GraphConfig } from './domains.ts';
import { startStores } from '@commerce/embedded-postgres/stores';

/** The addresses of a running system, and its parts by name. */
export interface Standalone extends Running {
  /** Of the router: `http://host:port`. */
  origin: string;
  /** Of the cores: `host:port`. */
  cores: Record<Domain, string>;
  /** Of the subgraphs' GraphQL endpoints. */
  graphs: Record<Domain, string>;
  /** Stops one part and leaves the others running, as an outage would. */
  stopPart(part: Part): Promise<void>;
}

export type { Domain } from './domains.ts';
export type Part = 'stores' | 'router' | `${Domain} core` | `${Domain} graph`;

/**
 * Starts the whole system in this process: an embedded store, a core and a subgraph for each domain, and the router. Every
 * part has its own port and talks to the others over the network, as it would from a process of its own.
 */
export async function startStandalone(config: StandaloneConfig): Promise<Standalone> {
  const running = new Map<Part, Running>();
  const stopPart = async (part: Part) => {
    await running.get(part)?.stop();
    running.delete(part);
  };
  const stop = async () => {
    // The other way round: whoever asks stops before whoever answers.
    for (const part of [...running.keys()].toReversed()) await stopPart(part);
  };
  const start = async <T extends Running>(part: Part, starting: Promise<T>): Promise<T> => {
    const started = await starting;
    running.set(part, started);
    return started;
  };

  try {
    const embedded = DOMAINS.map(({ name }) => name).filter((domain) => !hasOwnStore(config, domain));
    const stores = await start('stores', startStores(config.DATA_DIR, embedded));
    const cores = new Map<string, string>();
    const addressOf = (domain: string) => cores.get(domain) ?? '';
    for (const { name, startCore } of DOMAINS) {
      const core = await start(`${name} core`, startCore(coreConfig(config, name, stores.urls.get(name)), addressOf));
      cores.set(name, core.address);
    }
    const graphs = new Map<string, string>();
    for (const { name, startGraph } of DOMAINS) {
      const graph = await start(`${name} graph`, startGraph(graphConfig(config, name), addressOf(name)));
      graphs.set(name, graph.url);
    }
    const override = subgraphUrls(config);
    const urlOf = (name: string, url?: string) => override(name, graphs.get(name) ?? url);
    const { origin } = await start('router', startRouter(config, urlOf));
    return { origin, cores: byDomain(cores), graphs: byDomain(graphs), stopPart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function hasOwnStore(config: StandaloneConfig, domain: Domain): boolean {
  const isGiven = config[`${capitals(domain)}_DATABASE_URL`] !== undefined;
  return isGiven || (domain === 'catalog' && config.ELASTICSEARCH_URL !== undefined);
}

/** @param embeddedUrl of the embedded database, if the domain has one. */
function coreConfig(config: StandaloneConfig, domain: Domain, embeddedUrl: string | undefined): CoreConfig {
  const name = capitals(domain);
  return {
    ...config,
    DATABASE_URL: config[`${name}_DATABASE_URL`] ?? embeddedUrl ?? '',
    // An embedded database has one session.
    DATABASE_POOL_SIZE: embeddedUrl === undefined ? 10 : 1,
    GRPC_PORT: config[`${name}_CORE_PORT`],
    HEALTH_PORT: config[`${name}_HEALTH_PORT`],
  };
}

function graphConfig(config: StandaloneConfig, domain: Domain): GraphConfig {
  return { ...config, PORT: config[`${capitals(domain)}_GRAPH_PORT`] };
}

function capitals(domain: Domain): Uppercase<Domain> {
  return domain.toUpperCase() as Uppercase<Domain>;
}

function byDomain(addresses: ReadonlyMap<string, string>): Record<Domain, string> {
  return Object.fromEntries(addresses) as Record<Domain, string>;
}
