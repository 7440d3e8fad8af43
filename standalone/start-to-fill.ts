import { printConfig } from '@commerce/platform/config/print-config';
import { readConfig } from '@commerce/platform/config/read-config';
import { UserError } from '@commerce/platform/errors/user-error';
import { log } from '@commerce/platform/log';
import { openOtlpMetrics } from '@commerce/platform/otlp-metrics/open-otlp-metrics';
import type { Running } from '@commerce/platform/process/run-process';
import { withSubgraphUrls } from '@commerce/router/start';
import { type SeedTokens, seedCores } from '../seed/seed-cores.ts';
import { type StandaloneConfig, standaloneVariables } from './config.ts';
import { fillEmptyShop, forgetBegunShop } from './fill-empty-shop.ts';
import type { StartOptions } from './options.ts';
import { seedTokens } from './seed-tokens.ts';
import { type Standalone, startStandalone } from './start.ts';
import { upMessage } from './up-message.ts';

/** A system that runs, and what is still to be done then. */
export interface StartedToFill extends Running {
  /** Fills an empty shop, and says how to go on. A signal may interrupt it. */
  fill(): Promise<void>;
}

const TWO_ISSUERS = '--auth brings an issuer of its own: leave AUTH and AUTH_JWKS unset beside it.';

/** Starts what `npm start` starts, as the command line and the environment say. @throws UserError or ConfigError */
export async function startToFill(options: StartOptions): Promise<StartedToFill> {
  const variables = withSubgraphUrls(standaloneVariables, process.env);
  const config = readConfig(variables);
  if (options['print-config']) {
    console.log(printConfig(variables, config));
    process.exit();
  }
  if (options.auth && (config.AUTH ?? config.AUTH_JWKS) !== undefined) throw new UserError(TWO_ISSUERS);
  // People read this output, so it holds what they need and what went wrong.
  if (!process.env['LOG_LEVEL']) log.level = 'error';
  const exporting = await openOtlpMetrics('commerce', config);
  const system = await startStandalone(config, options.auth);
  return {
    fill: () => fill(system, options, config),
    async stop() {
      await system.stop();
      await exporting.stop();
    },
  };
}

async function fill(system: Standalone, options: StartOptions, config: StandaloneConfig): Promise<void> {
  const tokens = await seedTokens(system.issuer);
  if (options.seed) await seedCores(system.cores, process.stderr, { tokens });
  else if (!options['no-seed'] && canSeed(config, tokens)) await fillEmptyShop(system.cores, config, tokens);
  if (options.seed || options['no-seed']) await forgetBegunShop(config);
  console.log(upMessage(system, config.DATA_DIR));
}

/** Where others say who somebody is, nobody here may fill a shop. */
function canSeed({ AUTH_JWKS }: StandaloneConfig, tokens: SeedTokens | undefined): boolean {
  return tokens !== undefined || AUTH_JWKS === undefined;
}
