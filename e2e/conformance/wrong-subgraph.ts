import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Answer, graphqlClient } from '@commerce/testkit/graphql-client';

export interface GraphQLRequest {
  query: string;
  variables: Record<string, unknown> & { representations?: { id: string }[] };
}

export type Reply = Answer<{ _entities?: unknown[]; [field: string]: unknown }>;

/** What is wrong with a subgraph: how it answers, given one that is right. */
export type Fault = (
  request: GraphQLRequest,
  /** Asks the one that is right, with the caller's headers or others. */
  right: (request: GraphQLRequest, headers?: Record<string, string>) => Promise<Reply>,
  headers: Record<string, string>,
) => Promise<Reply>;

/** A subgraph with a fault, over HTTP, before one without. */
export async function startWrongSubgraph(rightUrl: string, fault: Fault): Promise<{ url: string; stop(): void }> {
  const answer = async (incoming: IncomingMessage): Promise<Reply> => {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).flatMap(([name, value]) =>
        name.startsWith('x-') ? [[name, String(value)] as const] : [],
      ),
    );
    const { query } = graphqlClient(rightUrl);
    const right = (request: GraphQLRequest, others = headers): Promise<Reply> =>
      query(request.query, request.variables, others);
    return await fault((await json(incoming)) as GraphQLRequest, right, headers);
  };
  return await serve(async (incoming) => JSON.stringify(await answer(incoming)));
}

/** Metrics that say something else than the right ones. */
export function startWrongMetrics(rightUrl: string, change: (text: string) => string) {
  return serve(async () => change(await (await fetch(rightUrl)).text()));
}

async function serve(answer: (incoming: IncomingMessage) => Promise<string>): Promise<{ url: string; stop(): void }> {
  const server = createServer((incoming, response) => {
    void answer(incoming).then((text) => response.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    stop: () => server.close().closeAllConnections(),
  };
}
