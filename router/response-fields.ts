import { fieldLimit } from '@commerce/platform/field-limit';

/**
 * Bounds what the subgraphs answer to the running request, all together.
 *
 * @param most the fields of one answer.
 * @returns takes the data of a subgraph's response, and how often it stands in the router's; it throws DomainError ResourceExhausted once they are too many.
 */
export function responseFields(most: number): (data: unknown, times?: number) => void {
  const count = fieldLimit(most);
  return (data, times = 1) => count(times * countFields(data, most));
}

/**
 * How many fields a response has: the keys of its objects and the entries of its lists, an object that stands at several
 * places at each of them. The router merges every one.
 *
 * @returns more than `most` as soon as there are more.
 */
function countFields(data: unknown, most: number): number {
  const left = [data];
  let fields = 0;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
    fields += parts.length;
    if (fields > most) break;
    for (const part of parts) if (typeof part === 'object') left.push(part);
  }
  return fields;
}
