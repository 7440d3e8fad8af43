/** `npm run dev -- <subgraph>`: see dev/start-dev.ts. */
import { log } from '@commerce/platform/log';
import { runProcess } from '@commerce/platform/process/run-process';
import { startDev } from './dev/start-dev.ts';

await runProcess(
  'dev',
  async () => {
    // People read this output, so it holds what they need and what went wrong.
    if (!process.env['LOG_LEVEL']) log.level = 'error';
    return await startDev(process.argv.slice(2));
  },
  async ({ own, others, origin, dataDir }) => {
    if (!(await own.untilReady())) return;
    console.log(`The ${own.name} core and subgraph run from source; a saved change restarts them.

  GraphQL     ${origin}/graphql
  Playground  ${origin}/playground
  Stand-ins   ${others.join(', ')}
  Data        ${dataDir} (delete it to begin afresh)

Stop it with Ctrl-C.`);
  },
);
