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
    // What JSON escapes, and what is not ASCII, is longer than it was measured. No character takes more bytes than three.
    if (text.length <= MAX_REQUEST_BYTES / 3 || Buffer.byteLength(text) <= MAX_REQUEST_BYTES) return text;
  }
  const { message, extensions } = toGraphQLError(responseTooLarge());
  const refusal: FormattedExecutionResult = { data: null, errors: [{ message, extensions }] };
  return JSON.stringify(refusal);
}

/** Its texts and names alone are more than so many characters; it looks no further than needed. */
function isLarger(response: object, limit: number): boolean {
  return sizeOf(response, 0, limit) > limit;
}

/** @param size of what was looked at before. @returns with the value's own; once it is more than the limit, any such number. */
function sizeOf(value: unknown, size: number, limit: number): number {
  if (typeof value === 'string') return size + value.length;
  if (typeof value !== 'object' || value === null) return size;
  let total = size;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && total <= limit; index += 1) total = sizeOf(value[index], total, limit);
    return total;
  }
  // Lists of its names or entries would cost as much as to write it.
  for (const name in value) {
    if (total > limit) return total;
    total = sizeOf((value as Record<string, unknown>)[name], total + name.length, limit);
  }
  return total;
}
