import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { GraphQLRequest } from '../../graphql/graphql-request.ts';
import { persistedQueries } from '../../graphql/persisted-queries.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function request(query: string | undefined, sha256Hash?: string): GraphQLRequest {
  const extensions = sha256Hash === undefined ? undefined : { persistedQuery: { version: 1, sha256Hash } };
  return { query, extensions, operationName: undefined, variables: undefined, hasBigIntegers: false };
}

test('a text that was registered is found by its hash', () => {
  const persisted = persistedQueries();
  const registering = request('{ a }', sha256('{ a }'));
  expect(persisted.textOf(registering)).toBe('{ a }');
  persisted.register(registering);
  expect(persisted.textOf(request(undefined, sha256('{ a }')))).toBe('{ a }');
});

test('a text is found by nobody before its request is taken', () => {
  const persisted = persistedQueries();
  persisted.textOf(request('{ a }', sha256('{ a }')));
  expect(() => persisted.textOf(request(undefined, sha256('{ a }')))).toThrow('PersistedQueryNotFound');
});

test('a text that came without a hash is not kept', () => {
  const persisted = persistedQueries();
  persisted.register(request('{ a }'));
  expect(() => persisted.textOf(request(undefined, sha256('{ a }')))).toThrow('PersistedQueryNotFound');
});

test('a text under the hash of another is refused', () => {
  expect(() => persistedQueries().textOf(request('{ a }', sha256('{ b }')))).toThrow('has another SHA-256');
});

test('a client that registers without an end drives out what was used least', () => {
  const persisted = persistedQueries();
  const register = (text: string) => persisted.register(request(text, sha256(text)));
  register('{ first }');
  for (let n = 0; n < 11; n += 1) register(`{ a${n} } #${'x'.repeat(500_000)}`);
  expect(() => persisted.textOf(request(undefined, sha256('{ first }')))).toThrow('PersistedQueryNotFound');
});
