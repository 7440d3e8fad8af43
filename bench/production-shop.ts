import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { createDatabase, startPostgresServer } from '@commerce/testkit/stores/postgres-server';
import type { DomainName } from '../standalone/start.ts';
import { type Deployment, planDeployment } from '../e2e/deployment/deployment.ts';
import { migrateStores } from '../e2e/deployment/migrate-stores.ts';

/** The system in production mode, each part in a process with the heap that a container of 512 MB gives it. */
export interface ProductionShop {
  deployment: Deployment;
  graph: GraphQLClient;
  /** The variables that name each domain's store. */
  stores: Record<DomainName, { DATABASE_URL: string }>;
  stop(): Promise<void>;
}

/** Starts it on a PostgreSQL server of its own. */
export async function startProductionShop(settings: Record<string, string> = {}): Promise<ProductionShop> {
  const server = await startPostgresServer();
  const stores = await migrateStores((domain) => createDatabase(server.url, domain));
  const variables = {
    REQUEST_TIMEOUT_MS: '10000',
    LOG_LEVEL: 'error',
    MAX_REQUESTS_IN_FLIGHT: '',
    NODE_OPTIONS: `${HEAP} ${IMAGE_OPTIONS}`,
    ...settings,
  };
  const deployment = await planDeployment({ replicas: 1, storeOf: (domain) => stores[domain], settings: variables });
  const stop = async () => {
    await deployment.stop();
    await server.stop();
  };
  try {
    await Promise.all(deployment.processes.map((process) => process.startReady()));
    return {
      deployment,
      graph: await deployment.serve(),
      stores,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** For Node: the heap that a container of 512 MB gives. */
export const HEAP = '--max-old-space-size=256';

/** For Node: what the Dockerfile's entry point gives it. */
export const IMAGE_OPTIONS = '--max-semi-space-size=8';
