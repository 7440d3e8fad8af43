import { z } from 'zod';
import { routerSecretVariables } from '../auth/router-secret.ts';
import { authVariables } from '../auth/variables.ts';
import type { Domain, Neighbour } from '../domain.ts';
import { readCoreAddress } from './core-address.ts';
import { idempotencyRetention } from './idempotency-retention.ts';
import { neededInProduction } from './needed-in-production.ts';
import { developmentSwitch } from './switches.ts';
import { tlsVariables } from '../tls/variables.ts';
import { graphqlVariables, port, processVariables } from './variables.ts';

/** What every core reads, beside what its store needs. */
export function coreVariables<NeighbourName extends string>({ ports, neighbours }: Domain<string, NeighbourName>) {
  return {
    ...processVariables,
    ...authVariables,
    /** Does it tell everybody what it serves? */
    REFLECTION: developmentSwitch,
    IDEMPOTENCY_RETENTION: idempotencyRetention,
    ...tlsVariables,
    GRPC_PORT: port.default(ports.core),
    ADMIN_PORT: port.default(ports.coreAdmin),
    ...coreAddresses(neighbours),
  };
}

/** What every subgraph reads. */
export function graphVariables<Name extends string>(domain: Neighbour<Name>) {
  const { ports } = domain;
  return {
    ...graphqlVariables,
    ...tlsVariables,
    ...routerSecretVariables,
    PORT: port.default(ports.graph),
    ADMIN_PORT: port.default(ports.graphAdmin),
    ...coreAddresses([domain]),
  };
}

/** Where the cores of some domains are: `ORDER_CORE` and the like. */
export function coreAddresses<Name extends string>(domains: readonly Neighbour<Name>[]) {
  const variables = domains.map((domain) => [`${domain.prefix}_CORE`, addressOf(domain)] as const);
  // TypeScript takes computed names for any string.
  return Object.fromEntries(variables) as Record<`${Uppercase<Name>}_CORE`, ReturnType<typeof addressOf>>;
}

/** Where a core is, with the domain's own port where the address has none. */
function addressOf({ ports }: Neighbour) {
  return neededInProduction(
    z
      .string()
      .refine((address) => readCoreAddress(address, ports.core) !== undefined)
      .describe('the address of a gRPC server: a host, or host:port')
      .transform((address) => readCoreAddress(address, ports.core) ?? address)
      .prefault('127.0.0.1'),
  );
}
