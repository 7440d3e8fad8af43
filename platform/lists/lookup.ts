/** What a batch read found by one id. */
export interface Lookup<T> {
  found: T | undefined;
  /** Is it known that nothing has the id? Something may have it that is not there for the caller. */
  notFound: boolean;
}

/**
 * @param seesAll whether everything that exists, or everything that they can have been given the id of, is there for the caller.
 */
export function toLookups<T>(results: readonly (T | undefined)[], seesAll: boolean): Lookup<T>[] {
  return results.map((found) => ({ found, notFound: seesAll && found === undefined }));
}
