import { startStores } from '@commerce/embedded-postgres/stores';
import type { Domain } from '@commerce/platform/domain';
import type { EmbeddedSubgraph } from '@commerce/platform/graphql/embedded-subgraph';
import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { checkPorts, portsIn } from '@commerce/platform/process/check-ports';
import type { Running } from '@commerce/platform/process/run-process';
import { adminPort, isElsewhere, startRouter, subgraphUrls } from '@commerce/router/start';
import type { ZodObject } from 'zod';
import type { StandaloneConfig } from './config.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { DOMAINS } from './generated/domains.ts';
import { type AskedPart, partStates } from './part-states.ts';

export type DomainName = (typeof DOMAINS)[number]['domain']['name'];

/** The addresses of a running system, and its parts by name. */
export interface Standalone extends Running {
  /** Of the router: `http://host:port`. */
  origin: string;
  /** Where health, readiness and metrics of the router are; the metrics are those of all parts, which share a process. */
  adminOrigin: string;
  /** Of the cores: `host:port`. */
  cores: Record<DomainName, string>;
  /** Of the subgraphs' GraphQL endpoints. */
  graphs: Record<DomainName, string>;
  /** Whose tokens all parts take, if it was started. */
  issuer?: Issuer | undefined;
  /** Stops one part and leaves the others running, as an outage would. */
  stopPart(part: Part): Promise<void>;
}

export type Part = 'stores' | 'issuer' | 'router' | `${DomainName} core` | `${DomainName} graph`;

/**
 * Starts the whole system in this process: an embedded store, a core and a subgraph for each domain, and the router. Every
 * part has its own port. The router asks its subgraphs within the process, as an edge does, or with `EMBEDDED_GRAPHS=false`
 * over HTTP; all else goes over the network, as it would from a process of its own.
 *
 * @param auth starts an issuer of tokens for development as well, and all parts take its tokens alone.
 */
export async function startStandalone(given: StandaloneConfig, auth = false): Promise<Standalone> {
  const running = new Map<string, Running>();
  const stopPart = async (part: string) => {
    await running.get(part)?.stop();
    running.delete(part);
  };
  const stop = async () => {
    // The other way round: whoever asks stops before whoever answers.
    for (const part of [...running.keys()].toReversed()) await stopPart(part);
  };
  const start = async <T extends Running>(part: Part | `${string} ${'core' | 'graph'}`, starting: Promise<T>) => {
    const started = await starting;
    running.set(part, started);
    return started;
  };

  try {
    const { HOST, ISSUER_PORT, DATA_DIR } = given;
    const issuerPort = auth ? ISSUER_PORT : ANY_PORT;
    await checkPorts(HOST, { ...portsIn(given), ADMIN_PORT: adminPort(given), ISSUER_PORT: issuerPort });
    const embedded = DOMAINS.filter(({ domain }) => !hasOwnStore(given, domain)).map(({ domain }) => domain.name);
    const { urls } = await start('stores', startStores<string>(DATA_DIR, embedded));
    // After the stores, which make the folder and keep others out of it.
    const issuer = auth ? await start('issuer', startIssuer(HOST, ISSUER_PORT, DATA_DIR)) : undefined;
    const config = { ...given, ...issuer?.variables };
    // By the variables that name them: ORDER_CORE and the like.
    const addresses: Record<string, string> = {};
    const [cores, graphs] = [new Map<string, string>(), new Map<string, string>()];
    const inRouter = new Map<string, EmbeddedSubgraph>();
    const asked: AskedPart[] = [];
    for (const { domain, core } of inStartOrder(DOMAINS)) {
      const values = { ...coreValues(config, domain, urls.get(domain.name)), ...addresses };
      const name = `${domain.name} core` as const;
      const { address, adminOrigin } = await start(name, startWith(core.coreVariables, core.startCore, values));
      const asks = domain.neighbours.map((neighbour) => `${neighbour.name} core`);
      asked.unshift({ name, kind: 'core', asks, adminOrigin });
      cores.set(domain.name, address);
      addresses[`${domain.prefix}_CORE`] = address;
    }
    for (const parts of inStartOrder(DOMAINS)) {
      const { domain } = parts;
      const PORT = valueOf(config, `${domain.prefix}_GRAPH_PORT`);
      const values = { ...config, ...addresses, PORT, ADMIN_PORT: ANY_PORT, MAX_REQUESTS_IN_FLIGHT: undefined };
      const name = `${domain.name} graph` as const;
      const isInRouter = config.EMBEDDED_GRAPHS === 'true' && !isElsewhere(config, domain.name);
      const { url, adminOrigin, embedded: subgraph } = await start(name, startGraph(parts, values, isInRouter));
      asked.unshift({ name, kind: 'graph', asks: [`${domain.name} core`], adminOrigin });
      graphs.set(domain.name, url);
      if (subgraph) inRouter.set(domain.name, subgraph);
    }
    const override = subgraphUrls(config);
    const urlOf = (name: string, url?: string) => override(name, graphs.get(name) ?? url);
    const surroundings = { callers: issuer, parts: partStates(asked), embedded: inRouter };
    const { origin, adminOrigin } = await start('router', startRouter(config, urlOf, surroundings));
    asked.unshift({
      name: 'router',
      kind: 'router',
      asks: [...graphs.keys()].map((name) => `${name} graph`),
      adminOrigin,
    });
    return { origin, adminOrigin, cores: byDomain(cores), graphs: byDomain(graphs), issuer, stopPart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of the administration of each part but the router: nobody asks there, and a port of their own could be taken. */
const ANY_PORT = 0;

/** A domain, and how its two parts are started: each takes what its own variables make of the values. */
interface DomainParts {
  domain: Domain;
  core: { coreVariables: ZodObject; startCore: (config: never) => Promise<RunningCore> };
  graph: {
    graphVariables: ZodObject;
    startGraph: (config: never) => Promise<RunningSubgraph>;
    embedGraph: (config: never) => Promise<EmbeddedSubgraph>;
  };
}

function startWith<T>(variables: ZodObject, start: (config: never) => Promise<T>, values: object): Promise<T> {
  return start(variables.parse(values) as never);
}

/**
 * Serves a domain's subgraph on its port, where Rover asks it.
 *
 * @param isInRouter whether the router asks it in this process instead.
 */
async function startGraph({ graph }: DomainParts, values: object, isInRouter: boolean) {
  const config = graph.graphVariables.parse(values) as never;
  const { stop, ...served } = await graph.startGraph(config);
  const embedded = isInRouter ? await graph.embedGraph(config) : undefined;
  return {
    ...served,
    embedded,
    async stop() {
      embedded?.close();
      await stop();
    },
  };
}

/** A core that asks others comes after them. */
function inStartOrder(parts: readonly DomainParts[]): DomainParts[] {
  const neighboursOf = new Map(parts.map(({ domain }) => [domain.name, domain.neighbours]));
  const rank = (name: string): number =>
    1 + Math.max(0, ...(neighboursOf.get(name) ?? []).map((neighbour) => rank(neighbour.name)));
  return parts.toSorted((a, b) => rank(a.domain.name) - rank(b.domain.name));
}

/** Is the domain's store another than the embedded one? */
export function hasOwnStore(config: StandaloneConfig, { prefix, otherStore = '' }: Domain): boolean {
  return valueOf(config, `${prefix}_DATABASE_URL`) !== undefined || valueOf(config, otherStore) !== undefined;
}

/** @param embeddedUrl of the embedded database, if the domain has one. */
function coreValues(config: StandaloneConfig, { prefix }: Domain, embeddedUrl: string | undefined): object {
  return {
    ...config,
    // Read once already; the core reads it again.
    AUTH_ALGORITHMS: config.AUTH_ALGORITHMS?.join(','),
    DATABASE_URL: valueOf(config, `${prefix}_DATABASE_URL`) ?? embeddedUrl,
    // An embedded database has one session.
    DATABASE_POOL_SIZE: embeddedUrl === undefined ? undefined : 1,
    GRPC_PORT: valueOf(config, `${prefix}_CORE_PORT`),
    ADMIN_PORT: ANY_PORT,
  };
}

function valueOf(config: StandaloneConfig, variable: string): unknown {
  return Object.entries(config).find(([name]) => name === variable)?.[1];
}

function byDomain(addresses: ReadonlyMap<string, string>): Record<DomainName, string> {
  return Object.fromEntries(addresses) as Record<DomainName, string>;
}
