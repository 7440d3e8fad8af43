import { coreVariables as coreVariablesOf } from '@commerce/platform/config/domain-variables';
import { developmentSwitch } from '@commerce/platform/config/switches';
import { databaseVariables, listenAddress, port } from '@commerce/platform/config/variables';
import { routerVariables } from '@commerce/router/start';
import { z } from 'zod';
import { DOMAINS } from './generated/domains.ts';

/** What the issuer for development reads. */
export const issuerVariables = z.object({
  HOST: listenAddress,
  ISSUER_PORT: port.default(4_100),
  DATA_DIR: z.string().default('.data').describe('the path of a folder for the data'),
});

/** What `npm start` reads from the environment. */
export const standaloneVariables = z.object({
  // Each part has its own name in the traces.
  // And nothing is encrypted: all is in one process.
  ...routerVariables.omit({ OTEL_SERVICE_NAME: true, TLS_CERT: true, TLS_KEY: true, TLS_CA: true }).shape,
  // In production each part is a process of its own, on a store of its own.
  NODE_ENV: z.enum(['development', 'test']).default('development').describe('development or test'),
  REFLECTION: developmentSwitch,
  /** Does the router ask its subgraphs within the process, or over HTTP as it would elsewhere? */
  EMBEDDED_GRAPHS: z.enum(['true', 'false']).default('true').describe('true or false'),
  ...issuerVariables.shape,
  ...domainVariables(),
  ...otherStoreVariables(),
});

export type StandaloneConfig = z.infer<typeof standaloneVariables>;

type Prefix = (typeof DOMAINS)[number]['domain']['prefix'];
type DomainVariables = Record<`${Prefix}_DATABASE_URL`, z.ZodOptional<typeof databaseVariables.DATABASE_URL>> &
  Record<`${Prefix}_${'GRAPH' | 'CORE'}_PORT`, z.ZodDefault<typeof port>>;

function domainVariables(): DomainVariables {
  const variables = DOMAINS.flatMap(({ domain: { prefix, ports } }) => [
    // The domain's store where it is given, instead of an embedded one.
    [`${prefix}_DATABASE_URL`, databaseVariables.DATABASE_URL.optional()] as const,
    [`${prefix}_GRAPH_PORT`, port.default(ports.graph)] as const,
    [`${prefix}_CORE_PORT`, port.default(ports.core)] as const,
  ]);
  // TypeScript takes computed names for any string.
  return Object.fromEntries(variables) as DomainVariables;
}

/** What a core reads beside what every core does: where its store of another kind is. Each core takes its own from it. */
function otherStoreVariables(): object {
  const variables = DOMAINS.flatMap(({ domain, core: { coreVariables } }) => {
    const common = { ...coreVariablesOf(domain), ...databaseVariables };
    return Object.entries(coreVariables.shape).filter(([name]) => !(name in common));
  });
  return Object.fromEntries(variables);
}
