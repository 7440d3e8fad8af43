import { expect, test } from 'vitest';
import { keyedRequest } from '../../values/keyed-request.ts';

const fingerprintOf = (content: unknown) => keyedRequest('CreateProduct', 'key', content)?.fingerprint;

test('a field that is not set makes no other request, so that one can be added later', () => {
  const before = fingerprintOf({ name: 'Lamp', price: 4_990n });
  expect(fingerprintOf({ name: 'Lamp', price: 4_990n, sku: null, weight: undefined })).toBe(before);
  expect(fingerprintOf({ name: 'Lamp', price: 4_990n, sku: '' })).not.toBe(before);
  expect(fingerprintOf({ name: 'Lamp', price: 4_991n })).not.toBe(before);
});

test('a request without a key is not protected', () => {
  expect(keyedRequest('CreateProduct', '', {})).toBeUndefined();
});
