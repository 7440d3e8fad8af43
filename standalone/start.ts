import { startAccountCore } from '@commerce/account/core/start';
import { startAccountGraph } from '@commerce/account/graph/start';
import { startCatalogCore } from '@commerce/catalog/core/start';
import { startCatalogGraph } from '@commerce/catalog/graph/start';
import { startOrderCore } from '@commerce/order/core/start';
import { startOrderGraph } from '@commerce/order/graph/start';
import type { Running } from '@commerce/platform/process/run-process';
import { startRouter, subgraphUrls } from '@commerce/router/start';
import type { StandaloneConfig } from './config.ts';
import { startStores } from './stores.ts';

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

export type Domain = 'account' | 'catalog' | 'order';
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
    const embedded = DOMAINS.filter((domain) => !hasOwnStore(config, domain));
    const { urls } = await start('stores', startStores(config.DATA_DIR, embedded));
    const account = await start('account core', startAccountCore(coreConfig(config, 'ACCOUNT', urls.get('account'))));
    const catalog = await start('catalog core', startCatalogCore(coreConfig(config, 'CATALOG', urls.get('catalog'))));
    const neighbours = { ACCOUNT_CORE: account.address, CATALOG_CORE: catalog.address };
    const order = await start(
      'order core',
      startOrderCore({ ...coreConfig(config, 'ORDER', urls.get('order')), ...neighbours }),
    );

    const accountGraph = { ...config, PORT: config.ACCOUNT_GRAPH_PORT, ACCOUNT_CORE: account.address };
    const catalogGraph = { ...config, PORT: config.CATALOG_GRAPH_PORT, CATALOG_CORE: catalog.address };
    const orderGraph = { ...config, PORT: config.ORDER_GRAPH_PORT, ORDER_CORE: order.address };
    const graphs = {
      account: (await start('account graph', startAccountGraph(accountGraph))).url,
      catalog: (await start('catalog graph', startCatalogGraph(catalogGraph))).url,
      order: (await start('order graph', startOrderGraph(orderGraph))).url,
    };
    const own = new Map<string, string>(Object.entries(graphs));
    const override = subgraphUrls(config);
    const urlOf = (name: string, url?: string) => override(name, own.get(name) ?? url);
    const { origin } = await start('router', startRouter(config, urlOf));
    const cores = { account: account.address, catalog: catalog.address, order: order.address };
    return { origin, cores, graphs, stopPart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const DOMAINS: readonly Domain[] = ['account', 'catalog', 'order'];

function hasOwnStore(config: StandaloneConfig, domain: Domain): boolean {
  const name = domain.toUpperCase() as Uppercase<Domain>;
  return (
    config[`${name}_DATABASE_URL`] !== undefined || (domain === 'catalog' && config.ELASTICSEARCH_URL !== undefined)
  );
}

/** @param embeddedUrl of the embedded database, if the domain has one. */
function coreConfig(config: StandaloneConfig, domain: Uppercase<Domain>, embeddedUrl: string | undefined) {
  return {
    ...config,
    DATABASE_URL: config[`${domain}_DATABASE_URL`] ?? embeddedUrl ?? '',
    // An embedded database has one session.
    DATABASE_POOL_SIZE: embeddedUrl === undefined ? 10 : 1,
    GRPC_PORT: config[`${domain}_CORE_PORT`],
    HEALTH_PORT: config[`${domain}_HEALTH_PORT`],
  };
}
