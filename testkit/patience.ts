/**
 * How many milliseconds a request of a test may take where a limit has to be named. Only one that hangs comes to it, and
 * before its test does: see vitest.config.ts.
 */
export const PATIENCE_MS = 60_000;

/** The same for a server to start. One that ends by itself is not waited for. */
export const START_PATIENCE_MS = 600_000;
