import { inject } from 'vitest';

/** The addresses of the servers that TEST_POSTGRES=1 and TEST_ELASTICSEARCH=1 put the stores of a test's file on. */
export function storeServers(): { postgres: string | undefined; elasticsearch: string | undefined } {
  const elasticsearch = inject('withoutElasticsearch') ? undefined : inject('elasticsearchUrl');
  return { postgres: inject('postgresUrl'), elasticsearch };
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** In the files of ABOVE_STORES in vitest.config.ts. */
    withoutElasticsearch: boolean | undefined;
  }
}
