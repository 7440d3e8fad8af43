import { Counter, Histogram } from 'prom-client';
import { DURATION_BUCKETS } from '../metrics.ts';
import type { GraphQLAnswer } from './graphql-answer.ts';

/**
 * Counts a server's answers by outcome and their errors by code.
 *
 * @returns is told of each answer, with the seconds that it took.
 */
export function answerMetrics(server: string): (answer: GraphQLAnswer, seconds: number) => void {
  // Looked up once: prom-client would make a text of the labels each time.
  const durations = {
    ok: graphqlDuration.labels({ server, outcome: 'ok' }),
    partial: graphqlDuration.labels({ server, outcome: 'partial' }),
    error: graphqlDuration.labels({ server, outcome: 'error' }),
  };
  return ({ data, errors = [] }, seconds) => {
    for (const { extensions } of errors) graphqlErrors.inc({ server, code: String(extensions?.['code']) });
    durations[errors.length === 0 ? 'ok' : data ? 'partial' : 'error'].observe(seconds);
  };
}

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
