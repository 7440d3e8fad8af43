import { describe, expect, test } from 'vitest';
import { ANYONE, type Caller, type Subject } from '../../auth/caller.ts';
import { keyedRequest } from '../../values/keyed-request.ts';

const fingerprintOf = (content: unknown) => keyedRequest(ANYONE, 'CreateProduct', 'key', content)?.fingerprint;

test('a field that is not set makes no other request, so that one can be added later', () => {
  const before = fingerprintOf({ name: 'Lamp', price: 4_990n });
  expect(fingerprintOf({ name: 'Lamp', price: 4_990n, sku: null, weight: undefined })).toBe(before);
  expect(fingerprintOf({ name: 'Lamp', price: 4_990n, sku: '' })).not.toBe(before);
  expect(fingerprintOf({ name: 'Lamp', price: 4_991n })).not.toBe(before);
});

test('a request without a key is not protected', () => {
  expect(keyedRequest(ANYONE, 'CreateProduct', '', {})).toBeUndefined();
});

describe("the key is its caller's own", () => {
  const subject = (name: string): Subject => ({ kind: 'subject', subject: name, hash: '', scopes: new Set() });
  const keyOf = (caller: Caller, key: string) => keyedRequest(caller, 'CreateProduct', key, {})?.key;

  test('it is the same for the same subject, whatever their token allows', () => {
    const promoted = { ...subject('ada'), scopes: new Set(['catalog:write']) };
    expect(keyOf(promoted, 'key')).toBe(keyOf(subject('ada'), 'key'));
  });

  test('another subject has another, and whoever is not asked who they are has a third', () => {
    const keys = [subject('ada'), subject('grace'), ANYONE].map((caller) => keyOf(caller, 'key'));
    expect(new Set(keys).size).toBe(3);
  });

  test('no subject and key run into each other', () => {
    expect(keyOf(subject('ada"'), 'key')).not.toBe(keyOf(subject('ada'), '"key'));
    expect(keyOf(subject('ada'), '","key')).not.toBe(keyOf(subject('ada","'), 'key'));
  });

  test('it fits every store: Elasticsearch takes ids of 512 bytes', () => {
    expect(keyOf(subject('😀'.repeat(127)), '😀'.repeat(128))).toMatch(/^[\da-f]{64}$/);
  });
});
