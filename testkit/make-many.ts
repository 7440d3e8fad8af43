import pMap from 'p-map';

/** Makes many of something. @returns them in the order of their numbers, from 0. */
export function makeMany<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  return pMap(Array.from({ length: count }).keys(), make, { concurrency: AT_A_TIME });
}

// Elasticsearch takes a fifth of a second to show a write to searches; and the embedded database has one connection, for
// which no request waits as long as the last of a hundred would.
const AT_A_TIME = 8;
