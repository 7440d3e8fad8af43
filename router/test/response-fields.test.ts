import { MAX_REQUEST_BYTES } from '@commerce/platform/byte-budget';
import { callContext } from '@commerce/platform/call-context';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { expect, test } from 'vitest';
import { responseFields } from '../response-fields.ts';

const TOO_LARGE = expect.objectContaining({
  kind: 'ResourceExhausted',
  details: { reason: 'RESPONSE_TOO_LARGE', retryable: false },
}) as unknown;

/** Takes the responses to one request one after the other. @returns what was thrown at the last. */
function hold(most: number, ...responses: unknown[]): unknown {
  const { context, close } = openTestCall(PATIENCE_MS);
  const fields = responseFields(most);
  try {
    for (const data of responses) callContext.run(context, () => fields.hold(data));
    return undefined;
  } catch (error) {
    return error;
  } finally {
    close();
  }
}

// Three keys, two entries, and what they have.
const DATA = { account: { name: 'Ada', orders: [{ id: '1' }, { id: '2' }] } };

test('keys and entries count, wherever they are', () => {
  expect(hold(7, DATA)).toBeUndefined();
  expect(hold(6, DATA)).toEqual(TOO_LARGE);
});

test('what several fetches answer to a request counts together', () => {
  expect(hold(14, DATA, DATA)).toBeUndefined();
  expect(hold(13, DATA, DATA)).toEqual(TOO_LARGE);
});

test('another request has a count of its own', () => {
  const fields = responseFields(7);
  const oneRequest = () => {
    const { context, close } = openTestCall(PATIENCE_MS);
    callContext.run(context, () => fields.hold(DATA));
    close();
  };
  oneRequest();
  expect(oneRequest).not.toThrow();
});

test('an object counts at each place where it stands', () => {
  const product = { id: 'a', name: 'Lamp' };
  const data = { _entities: Array.from({ length: 10 }, () => product) };
  expect(hold(31, data)).toBeUndefined();
  expect(hold(30, data)).toEqual(TOO_LARGE);
});

test('no more is looked at than may be', () => {
  let looked = 0;
  const entity = { get name() { return (looked += 1); } }; // prettier-ignore
  expect(hold(1_000, { _entities: Array.from({ length: 100_000 }, () => entity) })).toEqual(TOO_LARGE);
  expect(hold(1_000, { a: Array.from({ length: 900 }, () => entity) })).toEqual(TOO_LARGE);
  expect(looked).toBeLessThan(1_000);
});

test('an answer without data has no fields', () => {
  expect(hold(1, null, undefined)).toBeUndefined();
});

test('what stands at further places counts at each of them', () => {
  const { context, close } = openTestCall(PATIENCE_MS);
  const fields = responseFields(7);
  callContext.run(context, () => {
    fields.holdCopies({ id: 'a', name: 'Lamp' }, 3);
    expect(() => fields.holdCopies({ id: 'a', name: 'Lamp' }, 1)).toThrow(TOO_LARGE);
  });
  close();
});

test('its texts count as bytes at each of them', () => {
  const { context, close } = openTestCall(PATIENCE_MS);
  const copies = Math.ceil(MAX_REQUEST_BYTES / 1_000);
  callContext.run(context, () => {
    expect(() => responseFields(Infinity).holdCopies({ a: 'x'.repeat(1_000) }, copies)).toThrow(TOO_LARGE);
  });
  close();
});
