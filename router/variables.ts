import { routerSecretVariables } from '@commerce/platform/auth/router-secret';
import { authVariables } from '@commerce/platform/auth/variables';
import { derivedDefault } from '@commerce/platform/config/derived-default';
import { secretUrl } from '@commerce/platform/config/secrets';
import { developmentSwitch } from '@commerce/platform/config/switches';
import { graphqlVariables, port, positiveInt } from '@commerce/platform/config/variables';
import { tlsVariables } from '@commerce/platform/tls/variables';
import { z } from 'zod';
import { configuredLabels } from './override-labels.ts';
import { queryPlanVariable } from './query-plan.ts';
import { publicKeyVariable } from './supergraph-signature.ts';
import { trustProxy } from './trust-proxy.ts';
import { corsOriginsVariable } from './web/cors.ts';

/** What a router reads from its environment; .env.example has a line for each. */
export const routerVariables = z.object({
  ...graphqlVariables,
  ...authVariables,
  ...tlsVariables,
  ...routerSecretVariables,
  MAX_REQUESTS_IN_FLIGHT: positiveInt.default(128),
  PORT: port.default(4_000),
  ADMIN_PORT: derivedDefault(port.optional(), ({ PORT }) => String(adminPort({ PORT: Number(PORT) }))),
  SUPERGRAPH_PATH: z.string().default('supergraph.graphql').describe('the path of a supergraph SDL file'),
  SUPERGRAPH_URL: secretUrl(
    z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('the URL of a supergraph SDL, with its SHA-256 at <path>.sha256'),
  ),
  SUPERGRAPH_PUBLIC_KEY: publicKeyVariable,
  SUPERGRAPH_CACHE: z.string().default('.data/supergraph.graphql').describe('the path of a file to keep it in'),
  SUPERGRAPH_POLL_MS: positiveInt.default(10_000),
  OVERRIDE_LABELS: configuredLabels.optional(),
  RATE_LIMIT_PER_MINUTE: positiveInt.optional(),
  RATE_LIMIT_REDIS_URL: secretUrl(
    z
      .url({ protocol: /^rediss?$/ })
      .optional()
      .describe('a Redis or Valkey URL, such as redis://user:password@host:6379'),
  ),
  TRUST_PROXY: trustProxy.optional(),
  CORS_ORIGINS: corsOriginsVariable,
  SLOW_REQUEST_MS: positiveInt.default(1_000),
  SHARE_IDENTICAL_QUERIES: z.enum(['true', 'false']).default('true').describe('true or false'),
  TRUSTED_DOCUMENTS: secretUrl(
    z
      .string()
      .transform((places) => places.split(',').flatMap((place) => place.trim() || []))
      .optional()
      .describe('paths or URLs of persisted-query manifests, separated by commas'),
  ),
  TRUSTED_DOCUMENTS_MODE: z.enum(['report', 'prefer', 'only']).optional().describe('report, prefer or only'),
  PLAYGROUND: developmentSwitch,
  QUERY_PLAN: queryPlanVariable,
  OPERATIONS_PATH: z
    .string()
    .default('operations')
    .describe('the path of a folder of .graphql files for the playground'),
});

export type RouterConfig = z.infer<typeof routerVariables>;

/** Where its administration listens: a router on any free port has it on another one. */
export function adminPort({ PORT, ADMIN_PORT }: { PORT: number; ADMIN_PORT?: number | undefined }): number {
  return ADMIN_PORT ?? (PORT === 0 ? 0 : 9_000);
}
