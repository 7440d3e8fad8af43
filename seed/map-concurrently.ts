/**
 * Does a piece of work for each item, some at a time.
 *
 * @returns the results, in the order of the items.
 * @throws what the first piece of work that failed threw, when those under way have ended; no further one is begun.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  let failed = false;
  // The workers share one iterator, so each item goes to the first one that is free.
  const workers = Array.from({ length: limit }, async () => {
    for (const [index, item] of waiting) {
      if (failed) return;
      try {
        results[index] = await work(item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  });
  for (const end of await Promise.allSettled(workers)) if (end.status === 'rejected') throw end.reason;
  return results;
}
