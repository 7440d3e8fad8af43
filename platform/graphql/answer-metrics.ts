import { Counter, Histogram } from 'prom-client';
import { log } from '../log.ts';
import { DURATION_BUCKETS } from '../metrics.ts';
import type { GraphQLAnswer } from './graphql-answer.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/**
 * Counts a server's answers by outcome and their errors by code; at the level debug it logs each answer as well.
 *
 * @returns is told of each answer, with the seconds that it took, and the name of the operation.
 */
export function answerMetrics(
  server: string,
): (answer: GraphQLAnswer, seconds: number, operation: string | undefined) => void {
  // Looked up once: prom-client would make a text of the labels each time.
  const durationOf = (outcome: Outcome) => graphqlDuration.labels({ server, outcome });
  const durations = {
    ok: durationOf('ok'),
    partial: durationOf('partial'),
    client_error: durationOf('client_error'),
    shed: durationOf('shed'),
    fault: durationOf('fault'),
  };
  return (answer, seconds, operation) => {
    for (const { extensions } of answer.errors ?? []) graphqlErrors.inc({ server, code: String(extensions?.['code']) });
    const outcome = outcomeOf(answer);
    durations[outcome].observe(seconds);
    log.debug({ server, operation: operation?.slice(0, MAX_NAME_LENGTH), outcome }, 'request answered');
  };
}

/** In characters: a client's operation has a name as long as the client likes. */
const MAX_NAME_LENGTH = 256;

const graphqlDuration = new Histogram({
  name: 'graphql_request_duration_seconds',
  help: 'GraphQL requests that this process answered, by server and outcome (ok, partial, client_error, shed, fault).',
  labelNames: ['server', 'outcome'] as const,
  buckets: DURATION_BUCKETS,
});

const graphqlErrors = new Counter({
  name: 'graphql_errors_total',
  help: 'Errors in GraphQL responses, by server and extensions.code.',
  labelNames: ['server', 'code'] as const,
});
