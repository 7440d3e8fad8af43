import { elasticsearchVariables } from '@commerce/catalog/core/start';
import { databaseVariables, port } from '@commerce/platform/config';
import { routerVariables } from '@commerce/router/start';
import { z } from 'zod';

/** What `npm start` reads from the environment. */
export const standaloneVariables = z.object({
  // Each part has its own name in the traces.
  ...routerVariables.omit({ OTEL_SERVICE_NAME: true }).shape,
  // In production each part is a process of its own, on a store of its own.
  NODE_ENV: z.enum(['development', 'test']).default('development').describe('development or test'),
  DATA_DIR: z.string().default('.data').describe('the path of a folder for the data'),
  // A domain's store where it is given, instead of an embedded one.
  ACCOUNT_DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
  CATALOG_DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
  ORDER_DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
  ...elasticsearchVariables,
  ACCOUNT_GRAPH_PORT: port.default(4_001),
  CATALOG_GRAPH_PORT: port.default(4_002),
  ORDER_GRAPH_PORT: port.default(4_003),
  ACCOUNT_CORE_PORT: port.default(50_051),
  CATALOG_CORE_PORT: port.default(50_052),
  ORDER_CORE_PORT: port.default(50_053),
  ACCOUNT_HEALTH_PORT: port.default(9_001),
  CATALOG_HEALTH_PORT: port.default(9_002),
  ORDER_HEALTH_PORT: port.default(9_003),
});

export type StandaloneConfig = z.infer<typeof standaloneVariables>;
