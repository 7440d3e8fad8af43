/** `npm start [-- [--seed] [--no-seed] [--auth] [--print-config]]` */
import { runProcess } from '@commerce/platform/process/run-process';
import { readOptions } from './options.ts';

await runProcess(
  'commerce',
  async () => {
    const options = readOptions();
    // All of the system is loaded, which takes seconds: a mistake in the command line is told before.
    const { startToFill } = await import('./start-to-fill.ts');
    return await startToFill(options);
  },
  (started) => started.fill(),
);
