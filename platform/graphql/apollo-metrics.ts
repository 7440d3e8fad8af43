import type { ApolloServerPlugin } from '@apollo/server';
import { graphqlDuration, graphqlErrors } from '../metrics.ts';

/** Counts a server's requests by outcome and its errors by code. */
export function apolloMetrics(server: string): ApolloServerPlugin {
  return {
    async requestDidStart() {
      const stopTimer = graphqlDuration.startTimer({ server });
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return;
          const { data, errors = [] } = response.body.singleResult;
          for (const { extensions } of errors) graphqlErrors.inc({ server, code: String(extensions?.['code']) });
          stopTimer({ outcome: errors.length === 0 ? 'ok' : data ? 'partial' : 'error' });
        },
      };
    },
  };
}
