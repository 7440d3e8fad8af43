import { join } from 'node:path';
import { readConfig } from '@commerce/platform/config/read-config';
import { databaseVariables, port } from '@commerce/platform/config/variables';
import type { DomainPorts } from '@commerce/platform/domain';
import { adminPort, routerVariables } from '@commerce/router/start';
import { z } from 'zod';
import type { DevDomain } from './domains.ts';

export type DevConfig = ReturnType<typeof readDevConfig>;

/** What `npm run dev` reads from the environment; the names are those of `npm start`. @throws ConfigError */
export function readDevConfig(own: DevDomain, domains: readonly DevDomain[]) {
  const variables = z.object({
    // Each part has its own name in the traces.
    ...routerVariables.omit({ OTEL_SERVICE_NAME: true }).shape,
    NODE_ENV: z.enum(['development', 'test']).default('development').describe('development or test'),
    DATA_DIR: z.string().default('.data').describe('the path of a folder for the data'),
  });
  const { DATA_DIR, ...router } = readConfig(variables);
  const database = `${own.prefix}_DATABASE_URL`;
  // The others' as well: it does not use them, and they are not misspelt.
  const databases = domains.map(({ prefix }) => [`${prefix}_DATABASE_URL`, databaseVariables.DATABASE_URL.optional()]);
  const { [database]: databaseUrl } = readConfig(z.object(Object.fromEntries(databases) as DatabaseVariables));
  const ports = readConfig(z.object(Object.fromEntries(domains.flatMap((domain) => portVariables(domain, own)))));
  // A stand-in has its administration on any free port.
  const portsOfParts = Object.fromEntries(
    Object.entries(ports).filter(([name]) => name.startsWith(`${own.prefix}_`) || !name.endsWith('_ADMIN_PORT')),
  );
  const dataDir = join(DATA_DIR, 'dev');
  return {
    router: { ...router, SUPERGRAPH_PATH: join(dataDir, 'supergraph.graphql'), SUPERGRAPH_URL: undefined },
    dataDir,
    /** Of the own core's store; undefined for an embedded one. */
    databaseUrl,
    /** That something listens on, by their variables. */
    ports: { PORT: router.PORT, ADMIN_PORT: adminPort(router), ...portsOfParts },
    portsOf: ({ prefix }: DevDomain): DomainPorts => ({
      graph: ports[`${prefix}_GRAPH_PORT`] ?? 0,
      graphAdmin: ports[`${prefix}_GRAPH_ADMIN_PORT`] ?? 0,
      core: ports[`${prefix}_CORE_PORT`] ?? 0,
      coreAdmin: ports[`${prefix}_CORE_ADMIN_PORT`] ?? 0,
    }),
  };
}

type DatabaseVariables = Record<string, z.ZodOptional<typeof databaseVariables.DATABASE_URL>>;

function portVariables({ prefix, manifest, graphPort }: DevDomain, own: DevDomain): [string, z.ZodType<number>][] {
  // The processes of the own domain are told of each other before they listen.
  const schema = prefix === own.prefix ? port.min(1).describe('a port, 1 to 65535') : port;
  const usual = (number: number | undefined) => (number === undefined ? schema : schema.default(number));
  return [
    [`${prefix}_GRAPH_PORT`, usual(graphPort)],
    [`${prefix}_GRAPH_ADMIN_PORT`, usual(manifest?.ports.graphAdmin)],
    [`${prefix}_CORE_PORT`, usual(manifest?.ports.core)],
    [`${prefix}_CORE_ADMIN_PORT`, usual(manifest?.ports.coreAdmin)],
  ];
}
