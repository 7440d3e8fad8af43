import { inject } from 'vitest';

/**
 * The addresses of the servers that TEST_POSTGRES=1 and TEST_ELASTICSEARCH=1 put the stores on.
 *
 * @throws Error in a file that vitest.config.ts leaves out of the run with servers: there it would say nothing.
 */
export function storeServers(): { postgres: string | undefined; elasticsearch: string | undefined } {
  if (inject('withoutServers')) {
    throw new Error('This file reaches a store: take it out of WITHOUT_SERVERS in vitest.config.ts.');
  }
  return { postgres: inject('postgresUrl'), elasticsearch: inject('elasticsearchUrl') };
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** In the files of WITHOUT_SERVERS in vitest.config.ts. */
    withoutServers: boolean | undefined;
  }
}
