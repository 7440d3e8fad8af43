import { Pool } from 'undici';
import pMap from 'p-map';
import type { Operation } from './operations.ts';

/** Does an operation so many times, a few at once. @throws Error for an answer with errors. */
export type Runner = (operation: Operation, count: number) => Promise<void>;

const AT_ONCE = 4;

/**
 * @param url of a GraphQL endpoint.
 * @param attempts how often a request is sent until it is answered without errors.
 */
export function graphqlRunner(url: string, attempts = 1): Runner {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: AT_ONCE });
  const headers = { 'content-type': 'application/json' };
  return async ({ query, variables }, count) => {
    const post = async (attempt = 1): Promise<void> => {
      const response = await pool.request({
        method: 'POST',
        path,
        headers,
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.body.text();
      if (response.statusCode === 200 && !text.includes('"errors":[')) return;
      if (attempt < attempts) return await post(attempt + 1);
      throw new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 500)}`);
    };
    await pMap(Array(count).keys(), () => post(), { concurrency: AT_ONCE });
  };
}

/** Has a program do all of them. @throws Error that it says. */
export async function askForMany(url: string): Promise<void> {
  const response = await fetch(url, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
}
