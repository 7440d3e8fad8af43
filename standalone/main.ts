import { parseArgs } from 'node:util';
import { readConfig } from '@commerce/platform/config';
import { log } from '@commerce/platform/log';
import { runProcess } from '@commerce/platform/process/run-process';
import { StartError } from '@commerce/platform/process/start-error';
import { seedCores } from '../tools/seed/seed-cores.ts';
import { standaloneVariables } from './config.ts';
import { startStandalone } from './start.ts';

/** `npm start [-- --seed]` */
await runProcess('commerce', async () => {
  const { seed } = readArguments();
  const config = readConfig(standaloneVariables);
  // People read this output, so it holds what they need and what went wrong.
  if (!process.env['LOG_LEVEL']) log.level = 'error';
  const system = await startStandalone(config);
  if (seed) await seedCores(system.cores, process.stderr);
  console.log(`The commerce supergraph is up.

  GraphQL     ${system.origin}/graphql
  Playground  ${system.origin}/playground
  Data        ${config.DATA_DIR} (delete it to begin afresh)

Stop it with Ctrl-C.`);
  return system;
});

function readArguments(): { seed: boolean } {
  try {
    return parseArgs({ options: { seed: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\nUsage: npm start [-- --seed]`);
  }
}
