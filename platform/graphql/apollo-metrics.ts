import type { ApolloServerPlugin } from '@apollo/server';
import { Counter, Histogram } from 'prom-client';
import { log } from '../log.ts';
import { DURATION_BUCKETS } from '../metrics.ts';

/** Counts a server's requests by outcome and its errors by code; at the level debug it logs each request as well. */
export function apolloMetrics(server: string): ApolloServerPlugin {
  return {
    async requestDidStart({ request }) {
      // What a server has parsed and validated for itself is no client's.
      if (!request.http) return undefined;
      const stopTimer = graphqlDuration.startTimer({ server });
      return {
        async willSendResponse({ response, operationName }) {
          if (response.body.kind !== 'single') return;
          const { data, errors = [] } = response.body.singleResult;
          for (const { extensions } of errors) graphqlErrors.inc({ server, code: String(extensions?.['code']) });
          const outcome = errors.length === 0 ? 'ok' : data ? 'partial' : 'error';
          stopTimer({ outcome });
          log.debug({ server, operation: operationName?.slice(0, MAX_NAME_LENGTH), outcome }, 'request answered');
        },
      };
    },
  };
}

/** In characters: a client's operation has a name as long as the client likes. */
const MAX_NAME_LENGTH = 256;

const graphqlDuration = new Histogram({
  name: 'graphql_request_duration_seconds',
  help: 'GraphQL requests that this process answered, by server and outcome (ok, partial, error).',
  labelNames: ['server', 'outcome'] as const,
  buckets: DURATION_BUCKETS,
});

const graphqlErrors = new Counter({
  name: 'graphql_errors_total',
  help: 'Errors in GraphQL responses, by server and extensions.code.',
  labelNames: ['server', 'code'] as const,
});
