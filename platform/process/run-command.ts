import { inspect } from 'node:util';
import { ConfigError } from '../config/read-config.ts';
import { UserError } from '../errors/user-error.ts';
import { redactUrls } from '../values/redact-urls.ts';

/**
 * Runs a command to its end. An error that the user can mend is its message alone, any other one its stack; both
 * make the process exit 1.
 */
export async function runCommand(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const expected = error instanceof ConfigError || error instanceof UserError;
    console.error(redactUrls(expected ? error.message : inspect(error)));
    process.exitCode = 1;
  }
  // Prisma's schema engine leaves timers of ten seconds behind, and nobody is to wait for those.
  process.exit();
}
