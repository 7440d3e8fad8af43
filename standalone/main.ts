import { parseArgs } from 'node:util';
import { readConfig } from '@commerce/platform/config/read-config';
import { log } from '@commerce/platform/log';
import { runProcess } from '@commerce/platform/process/run-process';
import { UserError } from '@commerce/platform/errors/user-error';
import { withSubgraphUrls } from '@commerce/router/start';
import { seedCores } from '../seed/seed-cores.ts';
import { standaloneVariables } from './config.ts';
import { startStandalone } from './start.ts';

/** `npm start [-- --seed]` */
await runProcess(
  'commerce',
  async () => {
    const { seed } = readArguments();
    const config = readConfig(withSubgraphUrls(standaloneVariables, process.env));
    // People read this output, so it holds what they need and what went wrong.
    if (!process.env['LOG_LEVEL']) log.level = 'error';
    return { seed, ...config, ...(await startStandalone(config)) };
  },
  async ({ seed, cores, origin, DATA_DIR }) => {
    if (seed) await seedCores(cores, process.stderr);
    console.log(`The commerce supergraph is up.

  GraphQL     ${origin}/graphql
  Playground  ${origin}/playground
  Data        ${DATA_DIR} (delete it to begin afresh)

Stop it with Ctrl-C.`);
  },
);

function readArguments(): { seed: boolean } {
  try {
    return parseArgs({ options: { seed: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\nUsage: npm start [-- --seed]`);
  }
}
