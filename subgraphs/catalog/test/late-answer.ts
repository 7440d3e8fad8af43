import { errors } from '@elastic/elasticsearch';

/**
 * Did Elasticsearch not answer in the time that it has (see bounded-connection.ts, and reindex-products.ts)? On a busy machine
 * it may not. Then what it was asked for was done, or not.
 */
export function isLate(error: unknown): boolean {
  return error instanceof errors.TimeoutError;
}

/** Asks again while the answer does not come in time, for what is done once however often it is asked for. */
export async function untilAnswered<T>(ask: () => Promise<T>, onLate = () => {}): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isLate(error)) throw error;
      onLate();
    }
  }
}
