import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { DomainError } from '../../errors/domain-error.ts';
import { errorTable } from '../../errors/error-table.ts';
import { formatError } from '../../errors/format-error.ts';

// What reaches the router from a subgraph, or a resolver's own error: `formatted` is what GraphQL would send.
const where = { path: ['order', 'total'], locations: [{ line: 1, column: 2 }] };
const MASKED = { message: errorTable.Internal.message, ...where, extensions: { code: 'INTERNAL_SERVER_ERROR' } };

function format(extensions: Record<string, unknown>, message = 'What the subgraph says.') {
  return formatError({ message, ...where, extensions }, new GraphQLError(message));
}

test.each(Object.values(errorTable).filter(({ graphql }) => graphql !== 'INTERNAL_SERVER_ERROR'))(
  'an error with the code $graphql passes, with the extensions that clients may see',
  ({ graphql: code }) => {
    const seen = { code, reason: 'WHY', fieldViolations: [], retryable: true, retryAfterMs: 5, subgraph: 'order' };
    const hidden = { stacktrace: ['at db.ts:1'], exception: {}, sql: 'SELECT', http: { status: 418 } };
    expect(format({ ...seen, ...hidden })).toEqual({ message: 'What the subgraph says.', ...where, extensions: seen });
  },
);

test.each([
  ['its own', { code: 'TEAPOT' }],
  ['INTERNAL_SERVER_ERROR', { code: 'INTERNAL_SERVER_ERROR', reason: 'WHY' }],
  ['a number', { code: 7 }],
  ['no', {}],
])('an error with %s code is masked', (_what, extensions) => {
  expect(format({ ...extensions, stacktrace: ['at db.ts:1'] }, 'connect 10.0.0.7')).toEqual(MASKED);
});

test('an error of a subgraph names it, masked or not', () => {
  expect(format({ serviceName: 'order' }).extensions).toEqual({ ...MASKED.extensions, subgraph: 'order' });
  expect(format({ code: 'CONFLICT', serviceName: 'order' }).extensions).toEqual({
    code: 'CONFLICT',
    subgraph: 'order',
  });
});

test("a resolver's DomainError has its own code, whatever GraphQL made of it", () => {
  const thrown = new DomainError('NotFound', 'There is none.', { reason: 'GONE', cause: new Error('10.0.0.7') });
  const wrapped = new GraphQLError('There is none.', { path: ['order'], originalError: thrown });
  expect(formatError({ message: 'There is none.', ...where, extensions: {} }, wrapped)).toEqual({
    message: 'There is none.',
    ...where,
    extensions: { code: 'NOT_FOUND', reason: 'GONE' },
  });
});
