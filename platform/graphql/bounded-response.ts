import type { FormattedExecutionResult } from 'graphql';
import { MAX_REQUEST_BYTES, responseTooLarge } from '../byte-budget.ts';
import { toGraphQLError } from '../errors/graphql-error.ts';
import { writeJson } from '../values/json.ts';

/**
 * Writes a GraphQL response as JSON, or in its place the one error RESOURCE_EXHAUSTED when it is larger than one request
 * may hold. It is measured before it is written: four hundred aliases make one text that was read once into four
 * hundred, and the text of them all alone would end the process.
 */
export function boundedResponse(response: object): string {
  if (!isLarger(response, MAX_REQUEST_BYTES)) {
    const text = writeJson(response);
    // What JSON escapes, and what is not ASCII, is longer than it was measured.
    if (Buffer.byteLength(text) <= MAX_REQUEST_BYTES) return text;
  }
  const { message, extensions } = toGraphQLError(responseTooLarge());
  const refusal: FormattedExecutionResult = { data: null, errors: [{ message, extensions }] };
  return JSON.stringify(refusal);
}

/** Its texts and names alone are more than so many characters; it looks no further than needed. */
function isLarger(response: object, limit: number): boolean {
  let size = 0;
  const open: unknown[] = [response];
  while (open.length > 0 && size <= limit) {
    const value = open.pop();
    if (typeof value === 'string') size += value.length;
    else if (Array.isArray(value)) for (const entry of value) open.push(entry);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, entry] of Object.entries(value)) {
        size += name.length;
        open.push(entry);
      }
    }
  }
  return size > limit;
}
