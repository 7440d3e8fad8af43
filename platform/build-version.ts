import { readFileSync } from 'node:fs';

/** Of this build, as its package says; for logs, metrics and traces. */
export const BUILD_VERSION: string = (
  JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }
).version;
