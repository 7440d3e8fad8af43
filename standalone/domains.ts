import { startAccountCore } from '@commerce/account/core/start';
import { startAccountGraph } from '@commerce/account/graph/start';
import { startCatalogCore } from '@commerce/catalog/core/start';
import { startCatalogGraph } from '@commerce/catalog/graph/start';
import { startOrderCore } from '@commerce/order/core/start';
import { startOrderGraph } from '@commerce/order/graph/start';
import type { RunningSubgraph } from '@commerce/platform/graphql/start-subgraph';
import type { RunningCore } from '@commerce/platform/process/start-core';
import type { StandaloneConfig } from './config.ts';

/** How a domain's two parts are started. */
interface DomainParts {
  name: string;
  /** @param addressOf gives the address of another domain's core: `host:port`. */
  startCore(config: CoreConfig, addressOf: (domain: string) => string): Promise<RunningCore>;
  /** @param core the address of its own core. */
  startGraph(config: GraphConfig, core: string): Promise<RunningSubgraph>;
}

/** What every core and every subgraph is told. */
export type CoreConfig = StandaloneConfig & {
  DATABASE_URL: string;
  DATABASE_POOL_SIZE: number;
  GRPC_PORT: number;
  HEALTH_PORT: number;
};
export type GraphConfig = StandaloneConfig & { PORT: number };

/** All domains, in the order in which they start: a core that asks others comes after them. */
export const DOMAINS = [
  {
    name: 'account',
    startCore: startAccountCore,
    startGraph: (config, core) => startAccountGraph({ ...config, ACCOUNT_CORE: core }),
  },
  {
    name: 'catalog',
    startCore: startCatalogCore,
    startGraph: (config, core) => startCatalogGraph({ ...config, CATALOG_CORE: core }),
  },
  {
    name: 'order',
    startCore: (config, addressOf) =>
      startOrderCore({ ...config, ACCOUNT_CORE: addressOf('account'), CATALOG_CORE: addressOf('catalog') }),
    startGraph: (config, core) => startOrderGraph({ ...config, ORDER_CORE: core }),
  },
] as const satisfies readonly DomainParts[];

export type Domain = (typeof DOMAINS)[number]['name'];
