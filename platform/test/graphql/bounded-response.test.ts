import { expect, test } from 'vitest';
import { MAX_REQUEST_BYTES } from '../../byte-budget.ts';
import { boundedResponse } from '../../graphql/bounded-response.ts';

const read = (response: object) => JSON.parse(boundedResponse(response)) as Record<string, unknown>;
const TOO_LARGE = {
  data: null,
  errors: [{ message: expect.stringContaining('ask for'), extensions: { code: 'RESOURCE_EXHAUSTED' } }],
};

test('a response is written as it is', () => {
  const response = {
    data: { a: [{ b: null }, { b: 'ü' }], c: 1.5, d: true },
    errors: [{ message: 'no', path: ['a'] }],
  };
  expect(read(response)).toEqual(response);
});

const text = 'x'.repeat(1_000_000);
test.each([
  ['one text', { data: { a: 'x'.repeat(MAX_REQUEST_BYTES + 1) } }],
  ['many texts', { data: { list: Array.from({ length: 9 }, () => ({ text })) } }],
  ['long names', { data: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${index}${text}`, null])) }],
  ['texts that JSON escapes', { data: { a: '\u0001'.repeat(MAX_REQUEST_BYTES / 4) } }],
  ['texts of many bytes', { data: { a: '語'.repeat(MAX_REQUEST_BYTES / 2) } }],
  ['errors', { errors: Array.from({ length: 9 }, () => ({ message: text })) }],
])('a response that is too large for its %s is one error instead', (_what, response) => {
  expect(read(response)).toMatchObject(TOO_LARGE);
  expect(boundedResponse(response)).not.toContain('"retryable"');
});

test('a text that stands at very many places is refused before it is written', () => {
  // Written, it would be longer than any text can be.
  const response = { data: { list: Array.from({ length: 1_000 }, () => ({ a: text })) } };
  expect(read(response)).toMatchObject(TOO_LARGE);
});

test('a response of many small values is not too large', () => {
  const response = { data: { list: Array.from({ length: 200_000 }, (_, index) => index) } };
  expect(read(response)).toEqual(response);
});
