import { resolve } from 'node:path';
import { PATIENCE_MS } from '@commerce/testkit/patience';

/** A router in production on this project's supergraph, on ports that are free; its limits are the tests' own to set. */
export const ROUTER_CONFIG = {
  NODE_ENV: 'production',
  AUTH: 'off',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'silent',
  PORT: 0,
  ADMIN_PORT: 0,
  OPERATIONS_PATH: '',
  SUPERGRAPH_PATH: resolve(import.meta.dirname, '../../supergraph.graphql'),
  SUPERGRAPH_CACHE: '',
  SUPERGRAPH_POLL_MS: 10_000,
  REQUEST_TIMEOUT_MS: PATIENCE_MS,
  MAX_RESPONSE_FIELDS: 1_000_000,
  MAX_REQUESTS_IN_FLIGHT: 1_000,
  DRAIN_MS: 0,
  SLOW_REQUEST_MS: 1_000,
  SHARE_IDENTICAL_QUERIES: 'true',
} as const;
