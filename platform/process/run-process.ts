import closeWithGrace from 'close-with-grace';
import { ConfigError } from '../config/read-config.ts';
import { identifyProcess, log } from '../log.ts';
import { UserError } from '../errors/user-error.ts';
import { redactUrls } from '../values/redact-urls.ts';

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

/**
 * Runs a process from its start to its exit: a start that fails says why in plain words and exits 1; SIGTERM and SIGINT
 * stop it in order and exit 0.
 *
 * @param afterStart work that such a signal may interrupt. When it fails, the process ends as if the start had.
 */
export async function runProcess<Started extends Running>(
  name: string,
  start: () => Promise<Started>,
  afterStart: (running: Started) => Promise<void> = async () => {},
): Promise<void> {
  identifyProcess(name);
  let stopping = false;
  let running: Started | undefined;
  // GraphQL.js forgets what still runs for a list when one of its entries fails: should that be rejected later, it costs a
  // line in the log, and not every request of the process.
  process.on('unhandledRejection', (err) => log.error({ err }, 'nobody waited for what failed'));
  // Before the start, which may wait long for a store: process 1 of a container ignores the signals it does not handle.
  closeWithGrace({ delay: STOP_LIMIT_MS, logger: false, skip: ['unhandledRejection'] }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, `${name} failed`);
    else log.info(`${name} stops on ${signal ?? 'request'}`);
    stopping = true;
    await running?.stop();
  });
  try {
    running = await start();
    await afterStart(running);
  } catch (error) {
    // What was still at work when the process was told to stop.
    if (stopping) return;
    const expected = error instanceof ConfigError || error instanceof UserError;
    const reason = expected ? error.message : error instanceof Error ? error.stack : String(error);
    console.error(redactUrls(`${name}: ${reason}`));
    process.exit(1);
  }
}

/** More than the longest DRAIN_MS and what the servers then allow the requests in flight: only a stop that hangs takes it. */
export const STOP_LIMIT_MS = 90_000;
