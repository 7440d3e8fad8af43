import { parseArgs } from 'node:util';
import { readConfig } from '@commerce/platform/config/read-config';
import { UserError } from '@commerce/platform/errors/user-error';
import { log } from '@commerce/platform/log';
import { runProcess } from '@commerce/platform/process/run-process';
import { withUsage } from '../tools/with-usage.ts';
import { withSubgraphUrls } from '@commerce/router/start';
import { seedCores } from '../seed/seed-cores.ts';
import { standaloneVariables } from './config.ts';
import { seedTokens } from './seed-tokens.ts';
import { startStandalone } from './start.ts';
import { upMessage } from './up-message.ts';

const USAGE = 'Usage: npm start [-- [--seed] [--auth]]';
const OPTIONS = { seed: { type: 'boolean', default: false }, auth: { type: 'boolean', default: false } } as const;

/** `npm start [-- [--seed] [--auth]]` */
await runProcess(
  'commerce',
  async () => {
    const { seed, auth } = withUsage(USAGE, () => parseArgs({ options: OPTIONS }).values);
    const config = readConfig(withSubgraphUrls(standaloneVariables, process.env));
    if (auth && (config.AUTH ?? config.AUTH_JWKS) !== undefined) throw new UserError(TWO_ISSUERS);
    // People read this output, so it holds what they need and what went wrong.
    if (!process.env['LOG_LEVEL']) log.level = 'error';
    return { seed, config, ...(await startStandalone(config, auth)) };
  },
  async ({ seed, config, ...system }) => {
    if (seed) await seedCores(system.cores, process.stderr, { tokens: await seedTokens(system.issuer) });
    console.log(upMessage(system, config.DATA_DIR));
  },
);

const TWO_ISSUERS = '--auth brings an issuer of its own: leave AUTH and AUTH_JWKS unset beside it.';
