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
      expect([name, message]).toEqual([name, expect.stringMatching(UNREACHABLE)]);
      expect(extensions).toMatchObject({ code: 'UNAVAILABLE' });
      // What was written without a key may have been done, and nobody is told to write it again.
      if (IN_DOUBT.test(message)) expect([name, extensions]).toEqual([expect.stringMatching(/^Mutation\./), NO_ADVICE]);
      else expect(extensions).toMatchObject({ retryable: true, retryAfterMs: 1_000 });
    }
  }
  return missing;
}

const IN_DOUBT = /may have been done/;
const UNREACHABLE =
  /^The (account|catalog|order) (store|service|subgraph) cannot be reached; (retry later|what was asked may have been done, so look before you ask again)\.$/;
const NO_ADVICE = expect.not.objectContaining({ retryable: true }) as unknown;

function valueAt(data: unknown, [key, ...rest]: string[]): unknown {
  const value = Array.isArray(data) ? (data as unknown[])[0] : data;
  if (key === undefined || value === null) return value;
  return valueAt((value as Record<string, unknown>)[key], rest);
}
