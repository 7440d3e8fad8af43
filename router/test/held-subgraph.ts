import type { Socket } from 'node:net';
import { startServer } from './subgraph-servers.ts';

/** A subgraph that answers a fetch when the test says so. */
export interface Held {
  url: string;
  /** How many fetches have come. */
  readonly fetches: number;
  /** The next fetch that comes, or has come and was not taken. */
  next(): Promise<HeldFetch>;
}

interface HeldFetch {
  answer(body: object): void;
  /** The router's connection. */
  socket: Socket;
}

export async function holdSubgraph(): Promise<Held> {
  let fetches = 0;
  const come: HeldFetch[] = [];
  const takers: ((fetch: HeldFetch) => void)[] = [];
  const port = await startServer((request, response) => {
    request.resume();
    fetches += 1;
    const fetch: HeldFetch = {
      answer: (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      socket: request.socket,
    };
    const take = takers.shift();
    if (take) take(fetch);
    else come.push(fetch);
  });
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    get fetches() {
      return fetches;
    },
    async next() {
      return come.shift() ?? (await new Promise((take) => takers.push(take)));
    },
  };
}
