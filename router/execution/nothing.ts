import type { FieldFault } from './failures.ts';

/** What stands for a value that is null where that is not allowed: what holds it is null then. */
export const NOT_ALLOWED = Symbol('null where it is not allowed');

/**
 * What stands for a value that would make the response too large: the outermost list that it is in is null then. What came
 * once may be asked for under hundreds of names.
 */
export const TOO_LARGE = Symbol('more fields than a response may have');

/** What stands for an object that its subgraph says there is none of. */
interface Absent {
  absence: FieldFault;
}

export type Nothing = typeof NOT_ALLOWED | typeof TOO_LARGE | Absent;

/** A field of a client's may be called as anything is. */
const absences = new WeakSet<object>();

export function absent(absence: FieldFault): Absent {
  const value = { absence };
  absences.add(value);
  return value;
}

export function isAbsent(value: unknown): value is Absent {
  return typeof value === 'object' && value !== null && absences.has(value);
}
