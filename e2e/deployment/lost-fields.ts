import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { expect } from 'vitest';
import type { Field } from './fields.ts';

/** The names of the fields that are null now; each with one error that says so, and nothing else missing. */
export async function lostFields(graph: GraphQLClient, fields: readonly Field[]): Promise<Set<string>> {
  const missing = new Set<string>();
  for (const { name, document, path } of fields) {
    const { data, errors = [] } = await graph.query(document);
    if (errors.length === 0) continue;
    missing.add(name);
    expect([name, valueAt(data, path)]).toEqual([name, null]);
    for (const { message, extensions } of errors) {
      // What was written without a key may have been done, and nobody is told to write it again.
      const isInDoubt = name.startsWith('Mutation.') && IN_DOUBT.test(message);
      expect([name, message]).toEqual([name, expect.stringMatching(isInDoubt ? IN_DOUBT : RETRY_LATER)]);
      expect(extensions).toMatchObject({ code: 'UNAVAILABLE', ...(!isInDoubt && RETRYABLE) });
      expect([name, 'retryable' in extensions]).toEqual([name, !isInDoubt]);
    }
  }
  return missing;
}

const RETRY_LATER = /^The (account|catalog|order) (store|service|subgraph) cannot be reached; retry later\.$/;
const IN_DOUBT = /^The .+ (cannot be reached; what was asked may have been done|was lost; look whether it did)/;
const RETRYABLE = { retryable: true, retryAfterMs: 1_000 };

function valueAt(data: unknown, [key, ...rest]: string[]): unknown {
  const value = Array.isArray(data) ? (data as unknown[])[0] : data;
  if (key === undefined || value === null) return value;
  return valueAt((value as Record<string, unknown>)[key], rest);
}
