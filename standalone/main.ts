import { parseArgs } from 'node:util';
import { printConfig } from '@commerce/platform/config/print-config';
import { readConfig } from '@commerce/platform/config/read-config';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { UserError } from '@commerce/platform/errors/user-error';
import { log } from '@commerce/platform/log';
import { openOtlpMetrics } from '@commerce/platform/otlp-metrics/open-otlp-metrics';
import { runProcess } from '@commerce/platform/process/run-process';
import { withUsage } from '../tools/with-usage.ts';
import { withSubgraphUrls } from '@commerce/router/start';
import type { CoreAddresses } from '../seed/connect-cores.ts';
import { isShopEmpty } from '../seed/is-shop-empty.ts';
import { type SeedTokens, seedCores } from '../seed/seed-cores.ts';
import { type StandaloneConfig, standaloneVariables } from './config.ts';
import { seedTokens } from './seed-tokens.ts';
import { startStandalone } from './start.ts';
import { upMessage } from './up-message.ts';

const USAGE = 'Usage: npm start [-- [--seed] [--no-seed] [--auth] [--print-config]]';
const OPTIONS = {
  seed: { type: 'boolean', default: false },
  'no-seed': { type: 'boolean', default: false },
  auth: { type: 'boolean', default: false },
  'print-config': { type: 'boolean', default: false },
} as const;

const SEED_OR_NOT = '--seed and --no-seed contradict each other: leave one of them out.';
const TWO_ISSUERS = '--auth brings an issuer of its own: leave AUTH and AUTH_JWKS unset beside it.';

/** `npm start [-- [--seed] [--no-seed] [--auth] [--print-config]]` */
await runProcess(
  'commerce',
  async () => {
    const options = withUsage(USAGE, () => parseArgs({ options: OPTIONS }).values);
    const { seed, 'no-seed': noSeed, auth } = options;
    if (seed && noSeed) throw new UserError(SEED_OR_NOT);
    const variables = withSubgraphUrls(standaloneVariables, process.env);
    const config = readConfig(variables);
    if (options['print-config']) {
      console.log(printConfig(variables, config));
      process.exit();
    }
    if (auth && (config.AUTH ?? config.AUTH_JWKS) !== undefined) throw new UserError(TWO_ISSUERS);
    // People read this output, so it holds what they need and what went wrong.
    if (!process.env['LOG_LEVEL']) log.level = 'error';
    const exporting = await openOtlpMetrics('commerce', config);
    const { stop, ...system } = await startStandalone(config, auth);
    return {
      seed,
      noSeed,
      config,
      ...system,
      async stop() {
        await stop();
        await exporting.stop();
      },
    };
  },
  async ({ seed, noSeed, config, ...system }) => {
    const tokens = await seedTokens(system.issuer);
    if (seed) await seedCores(system.cores, process.stderr, { tokens });
    else if (!noSeed && canSeed(config, tokens)) await fillEmptyShop(system.cores, tokens);
    console.log(upMessage(system, config.DATA_DIR));
  },
);

/** So that there is something to ask for. The system does without, so it is started whatever comes of it. */
async function fillEmptyShop(cores: CoreAddresses, tokens: SeedTokens | undefined): Promise<void> {
  try {
    if (await isShopEmpty(cores, tokens)) await seedCores(cores, process.stderr, { tokens });
  } catch (error) {
    if (!(error instanceof UserError || error instanceof DomainError)) throw error;
    console.error(`${error.message} \`npm start -- --seed\` goes on from here, and --no-seed does without.`);
  }
}

/** Where others say who somebody is, nobody here may fill a shop. */
function canSeed({ AUTH_JWKS }: StandaloneConfig, tokens: SeedTokens | undefined): boolean {
  return tokens !== undefined || AUTH_JWKS === undefined;
}
