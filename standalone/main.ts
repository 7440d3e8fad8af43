import { parseArgs } from 'node:util';
import { readConfig } from '@commerce/platform/config/read-config';
import { log } from '@commerce/platform/log';
import { runProcess } from '@commerce/platform/process/run-process';
import { withUsage } from '../tools/with-usage.ts';
import { withSubgraphUrls } from '@commerce/router/start';
import { seedCores } from '../seed/seed-cores.ts';
import { standaloneVariables } from './config.ts';
import { startStandalone } from './start.ts';

const OPTIONS = { seed: { type: 'boolean', default: false } } as const;

/** `npm start [-- --seed]` */
await runProcess(
  'commerce',
  async () => {
    const { seed } = withUsage('Usage: npm start [-- --seed]', () => parseArgs({ options: OPTIONS }).values);
    const config = readConfig(withSubgraphUrls(standaloneVariables, process.env));
    // People read this output, so it holds what they need and what went wrong.
    if (!process.env['LOG_LEVEL']) log.level = 'error';
    return { seed, ...config, ...(await startStandalone(config)) };
  },
  async ({ seed, cores, origin, adminOrigin, DATA_DIR }) => {
    if (seed) await seedCores(cores, process.stderr);
    console.log(`The commerce supergraph is up.

  GraphQL     ${origin}/graphql
  Playground  ${origin}/playground
  Metrics     ${adminOrigin}/metrics
  Data        ${DATA_DIR} (delete it to begin afresh)

Stop it with Ctrl-C.`);
  },
);
