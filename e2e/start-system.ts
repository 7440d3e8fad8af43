import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { readConfig } from '@commerce/platform/config/read-config';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { type StandaloneConfig, standaloneVariables } from '../standalone/config.ts';
import { DOMAINS } from '../standalone/generated/domains.ts';
import { FREE_PORTS } from '../standalone/free-ports.ts';
import { type Standalone, startStandalone } from '../standalone/start.ts';
import { type DataFolder, makeDataFolder } from './data-folder.ts';
import { EMBEDDED_GRAPHS } from './form.ts';

/** The whole system in this process, as `npm start` runs it, and a client of its router. */
export interface System extends Standalone, GraphQLClient {}

/**
 * Starts the system on free ports.
 *
 * @param data is kept when the system stops; without it the system has data of its own, which is then removed.
 * @param settings what it reads from the environment otherwise than in other tests.
 * @param auth has an issuer of its own, whose tokens it takes, as `npm start -- --auth` has.
 */
export async function startSystem(
  data?: DataFolder,
  settings: Partial<StandaloneConfig> = {},
  auth = false,
): Promise<System> {
  const folder = data ?? (await makeDataFolder());
  const variables = {
    EMBEDDED_GRAPHS,
    ...FREE_PORTS,
    ...(await serverVariables(folder.path)),
    DATA_DIR: folder.path,
  };
  const config = { ...readConfig(standaloneVariables, variables), ...ROUTER_CONFIG, ...settings };
  const standalone = await startStandalone(config, auth);
  return {
    ...standalone,
    ...graphqlClient(`${standalone.origin}/graphql`),
    async stop() {
      await standalone.stop();
      if (!data) await folder.remove();
    },
  };
}

/** With TEST_POSTGRES=1 and TEST_ELASTICSEARCH=1 the stores are on real servers, under names that the data folder gives. */
export async function serverVariables(folder: string): Promise<Record<string, string>> {
  const name = `e2e-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  const { postgres, elasticsearch } = storeServers();
  const variables: Record<string, string> = { ELASTICSEARCH_ALIAS: name };
  if (elasticsearch) variables['ELASTICSEARCH_URL'] = elasticsearch;
  if (!postgres) return variables;
  for (const { domain } of DOMAINS) {
    variables[`${domain.prefix}_DATABASE_URL`] = await createDatabase(postgres, `${name}-${domain.name}`);
  }
  return variables;
}

const ROOT = resolve(import.meta.dirname, '..');

export const ROUTER_CONFIG = {
  NODE_ENV: 'test' as const,
  LOG_LEVEL: 'silent' as const,
  HOST: '127.0.0.1',
  SUPERGRAPH_PATH: resolve(ROOT, 'supergraph.graphql'),
  SUPERGRAPH_CACHE: '',
  SUPERGRAPH_POLL_MS: 10_000,
  OPERATIONS_PATH: resolve(ROOT, 'operations'),
  MAX_REQUESTS_IN_FLIGHT: 1_000,
  MAX_RESPONSE_FIELDS: 1_000_000,
  REQUEST_TIMEOUT_MS: PATIENCE_MS,
  SLOW_REQUEST_MS: 1_000,
  SHARE_IDENTICAL_QUERIES: 'true' as const,
  PORT: 0,
  ADMIN_PORT: 0,
};
