/**
 * Makes many of something, one after the other: the embedded database has one connection, and no request waits for it
 * as long as the last of a hundred would.
 */
export async function repeat<T>(times: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let n = 0; n < times; n += 1) made.push(await make(n));
  return made;
}
