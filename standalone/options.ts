import { parseArgs } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { withUsage } from '../tools/with-usage.ts';

const USAGE = 'Usage: npm start [-- [--seed] [--no-seed] [--auth] [--print-config]]';
const OPTIONS = {
  seed: { type: 'boolean', default: false },
  'no-seed': { type: 'boolean', default: false },
  auth: { type: 'boolean', default: false },
  'print-config': { type: 'boolean', default: false },
} as const;

/** What `npm start` is to do. */
export type StartOptions = ReturnType<typeof readOptions>;

/** Reads the command line. @throws UserError */
export function readOptions() {
  const options = withUsage(USAGE, () => parseArgs({ options: OPTIONS }).values);
  if (options.seed && options['no-seed']) {
    throw new UserError('--seed and --no-seed contradict each other: leave one of them out.');
  }
  return options;
}
