import { expect, test } from 'vitest';
import { outcomeOf } from '../../graphql/outcome.ts';

const error = (code: string | undefined, reason?: string) => ({ message: 'x', extensions: { code, reason } });

test.each([
  ['ok', { data: { a: 1 } }],
  ['client_error', { errors: [error('GRAPHQL_VALIDATION_FAILED')] }],
  ['client_error', { errors: [error('PERSISTED_QUERY_NOT_FOUND')] }],
  ['client_error', { data: { a: null }, errors: [error('BAD_USER_INPUT')] }],
  ['client_error', { data: { a: 1, b: null }, errors: [error('FORBIDDEN')] }],
  ['client_error', { data: null, errors: [error('RESOURCE_EXHAUSTED', 'RESPONSE_TOO_LARGE')] }],
  ['client_error', { errors: [error('RESOURCE_EXHAUSTED', 'RATE_LIMITED')] }],
  ['shed', { errors: [error('RESOURCE_EXHAUSTED', 'OVERLOADED')] }],
  ['shed', { data: { a: 1, b: null }, errors: [error('RESOURCE_EXHAUSTED', 'OVERLOADED'), error('NOT_FOUND')] }],
  ['partial', { data: { a: 1, b: null }, errors: [error('BAD_USER_INPUT'), error('UNAVAILABLE')] }],
  ['fault', { data: { a: null, b: null }, errors: [error('UNAVAILABLE')] }],
  ['fault', { data: null, errors: [error('INTERNAL_SERVER_ERROR')] }],
  ['fault', { errors: [error('DEADLINE_EXCEEDED')] }],
  // One that nobody thought of.
  ['fault', { errors: [error(undefined)] }],
])('%s: %j', (outcome, answer) => {
  expect(outcomeOf(answer)).toBe(outcome);
});
