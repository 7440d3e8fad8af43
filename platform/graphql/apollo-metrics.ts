import type { ApolloServerPlugin } from '@apollo/server';
import { log } from '../log.ts';
import { graphqlDuration, graphqlErrors } from '../metrics.ts';

/** Counts a server's requests by outcome and its errors by code; at the level debug it logs each request as well. */
export function apolloMetrics(server: string): ApolloServerPlugin {
  return {
    async requestDidStart() {
      const stopTimer = graphqlDuration.startTimer({ server });
      return {
        async willSendResponse({ response, operationName }) {
          if (response.body.kind !== 'single') return;
          const { data, errors = [] } = response.body.singleResult;
          for (const { extensions } of errors) graphqlErrors.inc({ server, code: String(extensions?.['code']) });
          const outcome = errors.length === 0 ? 'ok' : data ? 'partial' : 'error';
          stopTimer({ outcome });
          log.debug({ server, operation: operationName, outcome }, 'request answered');
        },
      };
    },
  };
}
