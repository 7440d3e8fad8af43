import { expect, test } from 'vitest';
import { deadlineExceeded, DomainError, resourceExhausted, unavailable } from '../../errors/domain-error.ts';
import { toGraphQLError } from '../../errors/graphql-error.ts';
import { executedAnswer, refusedAnswer } from '../../graphql/graphql-answer.ts';
import { refusedRequest } from '../../graphql/refused-request.ts';

const busy = (retryAfterMs?: number) =>
  toGraphQLError(resourceExhausted('Too much.', { retryable: true, retryAfterMs }));
const down = toGraphQLError(unavailable('The store'));
const tooLarge = toGraphQLError(resourceExhausted('Too large.', { retryable: false }));
const inDoubt = toGraphQLError(new DomainError('Unavailable', 'Lost.', { retryable: false }));
const late = toGraphQLError(deadlineExceeded());

test.each<[what: string, data: object | null | undefined, errors: object[], seconds: string | undefined]>([
  ['without data', undefined, [down], '1'],
  ['with null for data', null, [down], '1'],
  ['with null for each field', { a: null, b: null }, [down, busy()], '1'],
  ['of errors with several times: the longest', null, [busy(1_200), busy(4_001)], '5'],
  ['of errors one of which says that it may have been done', null, [down, inDoubt], undefined],
  ['of a limit that a second request meets again', null, [tooLarge], undefined],
  ['of errors one of which is the time', null, [down, late], undefined],
  ['with a field that was answered', { a: null, b: 0 }, [down], undefined],
  ['without errors', { a: null }, [], undefined],
])('an answer %s has the header Retry-After as its errors allow', (_what, data, errors, seconds) => {
  const answer = executedAnswer({ ...(data !== undefined && { data }), errors });
  expect(answer.headers['retry-after']).toBe(seconds);
  expect(answer.status).toBe(200);
});

test.each([
  ['cannot be reached', down, 503, '1'],
  ['has too much to do', busy(2_000), 429, '2'],
  ['is over a limit for good', tooLarge, 429, undefined],
  ['is late', late, 504, undefined],
  ['does not know what may be seen', new DomainError('Forbidden', 'No.'), 403, undefined],
  ['was given what is wrong', refusedRequest('Wrong.', undefined, { status: 405, headers: { allow: 'POST' } }), 405],
  ['fails', new TypeError('x'), 500],
])(
  'a request that is refused because a part %s has a status that says so',
  (_what, error, status, seconds?: string) => {
    const answer = refusedAnswer(error);
    expect(answer).toMatchObject({ status, errors: [{ extensions: {} }] });
    expect(answer.headers['retry-after']).toBe(seconds);
  },
);
