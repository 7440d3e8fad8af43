import { hostPort } from '@commerce/platform/process/host-port';
import { checkPorts } from '@commerce/platform/process/check-ports';
import type { Running } from '@commerce/platform/process/run-process';
import { UserError } from '@commerce/platform/errors/user-error';
import { startRouter } from '@commerce/router/start';
import { startStores } from '@commerce/embedded-postgres/stores';
import { readSupergraphConfig } from '../composition/supergraph-config.ts';
import { composeSchemas } from './compose-schemas.ts';
import { type DevDomain, devDomains } from './domains.ts';
import { type OwnDomain, startOwn } from './own-domain.ts';
import { readArguments } from './read-arguments.ts';
import { readDevConfig } from './read-config.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { watchFiles } from './watch-files.ts';

/** One domain from source, among stand-ins. */
export interface Dev extends Running {
  /** Of the router: `http://host:port`. */
  origin: string;
  own: OwnDomain;
  /** The names of the domains that have stand-ins. */
  others: string[];
  dataDir: string;
}

/**
 * Starts a domain's own core and subgraph from source, a stand-in for every other domain, and the router before them.
 * A change of the source restarts the part that it is in, a change of a schema is composed anew.
 *
 * @param args the command line's.
 * @throws UserError or ConfigError for what the user can mend.
 */
export async function startDev(args: string[]): Promise<Dev> {
  const domains = await devDomains(await readSupergraphConfig(CONFIG));
  const { own, disturbances } = readArguments(args, domains);
  const config = readDevConfig(own, domains);
  const { router, dataDir } = config;
  const others = domains.filter((domain) => domain !== own);
  const ownPorts = config.portsOf(own);

  const running: Running[] = [];
  const stop = async () => {
    // Whoever asks stops before whoever answers.
    for (const part of running.splice(0).toReversed()) await part.stop();
  };
  try {
    await checkPorts(router.HOST, config.ports);
    await composeSchemas(CONFIG, router.SUPERGRAPH_PATH);
    const standIns = new Map<string, StandIn>();
    for (const domain of others) {
      const standIn = await startStandIn(domain, config, disturbances.get(domain.name) ?? {});
      running.push(standIn);
      standIns.set(domain.name, standIn);
    }
    const stores = config.databaseUrl === undefined ? await startStores(dataDir, [own.name]) : undefined;
    if (stores) running.push(stores);
    const neighbours = others.flatMap(({ name, prefix }) => {
      const core = standIns.get(name)?.core;
      return core === undefined ? [] : [[`${prefix}_CORE`, core] as const];
    });
    const databaseUrl = config.databaseUrl ?? stores?.urls.get(own.name) ?? '';
    const ownDomain = startOwn(own, config, {
      ...Object.fromEntries(neighbours),
      DATABASE_URL: databaseUrl,
      // An embedded database has one session.
      ...(stores && { DATABASE_POOL_SIZE: '1' }),
    });
    running.push(ownDomain);

    const urls = new Map([...standIns].map(([name, { graph }]) => [name, graph]));
    urls.set(own.name, `http://${hostPort(router.HOST, ownPorts.graph)}/graphql`);
    const urlOf = (name: string, url = '') => urls.get(name) ?? url;
    const { origin, ...startedRouter } = await startRouter(router, urlOf);
    running.push(startedRouter);

    const unwatch = watchFiles(domains.flatMap(filesOf), async (file) => {
      try {
        const changed = others.find((domain) => filesOf(domain).includes(file));
        if (file.endsWith('.graphql')) await composeSchemas(CONFIG, router.SUPERGRAPH_PATH);
        if (changed) await standIns.get(changed.name)?.restart();
        console.log(`${file} is in service.`);
      } catch (error) {
        const reason = error instanceof UserError ? error.message : String(error);
        console.error(`${reason}\n\n${file} is in service as it was before.`);
      }
    });
    running.push({ stop: unwatch });
    return { origin, own: ownDomain, others: others.map(({ name }) => name), dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const CONFIG = 'supergraph.yaml';

/** What a domain's stand-ins are made from. */
function filesOf({ schemaFile, manifest }: DevDomain): string[] {
  return [schemaFile, ...(manifest ? [`protos/${manifest.protoFile}`] : [])];
}
