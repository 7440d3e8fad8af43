import { elasticsearchVariables } from '@commerce/catalog/core/start';
import { databaseVariables, port } from '@commerce/platform/config/variables';
import { routerVariables } from '@commerce/router/start';
import { z } from 'zod';

/** What `npm start` reads from the environment. */
export const standaloneVariables = z.object({
  // Each part has its own name in the traces.
  ...routerVariables.omit({ OTEL_SERVICE_NAME: true }).shape,
  // In production each part is a process of its own, on a store of its own.
  NODE_ENV: z.enum(['development', 'test']).default('development').describe('development or test'),
  DATA_DIR: z.string().default('.data').describe('the path of a folder for the data'),
  ...elasticsearchVariables,
  ...domainVariables('ACCOUNT', 1),
  ...domainVariables('CATALOG', 2),
  ...domainVariables('ORDER', 3),
});

export type StandaloneConfig = z.infer<typeof standaloneVariables>;

/**
 * @param name of the domain, in capitals.
 * @param number of the domain, which ends its ports.
 */
function domainVariables<Name extends string>(name: Name, number: number) {
  return {
    // The domain's store where it is given, instead of an embedded one.
    [`${name}_DATABASE_URL`]: databaseVariables.DATABASE_URL.optional(),
    [`${name}_GRAPH_PORT`]: port.default(4_000 + number),
    [`${name}_CORE_PORT`]: port.default(50_050 + number),
    [`${name}_HEALTH_PORT`]: port.default(9_000 + number),
    // TypeScript takes computed names for any string.
  } as Record<`${Name}_DATABASE_URL`, z.ZodOptional<z.ZodString>> &
    Record<`${Name}_${'GRAPH' | 'CORE' | 'HEALTH'}_PORT`, z.ZodDefault<typeof port>>;
}
