import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printConfig } from '@commerce/platform/config/print-config';
import { readConfig } from '@commerce/platform/config/read-config';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { UserError } from '@commerce/platform/errors/user-error';
import { log } from '@commerce/platform/log';
import { openOtlpMetrics } from '@commerce/platform/otlp-metrics/open-otlp-metrics';
import type { Running } from '@commerce/platform/process/run-process';
import { withSubgraphUrls } from '@commerce/router/start';
import type { CoreAddresses } from '../seed/connect-cores.ts';
import { isShopEmpty } from '../seed/is-shop-empty.ts';
import { type SeedTokens, seedCores } from '../seed/seed-cores.ts';
import { type StandaloneConfig, standaloneVariables } from './config.ts';
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
  else if (!options['no-seed'] && canSeed(config, tokens)) await fillEmptyShop(system.cores, config.DATA_DIR, tokens);
  console.log(upMessage(system, config.DATA_DIR));
}

/**
 * So that there is something to ask for. The system does without, so it is started whatever comes of it. A shop that was begun to be
 * filled, and is not full, is no longer empty: a file says so, until it is.
 */
async function fillEmptyShop(cores: CoreAddresses, dataDir: string, tokens: SeedTokens | undefined): Promise<void> {
  const begun = join(dataDir, 'sample-shop-begun');
  try {
    if (!(await isThere(begun)) && !(await isShopEmpty(cores, tokens))) return;
    await mkdir(dataDir, { recursive: true });
    await writeFile(begun, '');
    await seedCores(cores, process.stderr, { tokens });
    await rm(begun);
  } catch (error) {
    if (!isExpected(error)) throw error;
    console.error(`${error.message} The next start goes on from here, and --no-seed does without.`);
  }
}

/** Of what somebody can mend, a folder that cannot be written to among it. */
function isExpected(error: unknown): error is Error {
  return error instanceof UserError || error instanceof DomainError || (error instanceof Error && 'syscall' in error);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Where others say who somebody is, nobody here may fill a shop. */
function canSeed({ AUTH_JWKS }: StandaloneConfig, tokens: SeedTokens | undefined): boolean {
  return tokens !== undefined || AUTH_JWKS === undefined;
}
