import { promises as dns } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallContext, callContext } from '@commerce/platform/call-context';
import { createRetryBudget } from '@commerce/platform/process/retry-budget';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { parse } from 'graphql';
import { vi } from 'vitest';
import { type SubgraphAnswer, toSubgraphAnswer } from '../execution/subgraph-answer.ts';
import { createSubgraphFetcher } from '../fetch-subgraph.ts';
import { httpTransport } from '../http-transport.ts';
import type { RouterIdentity } from '../router-identity.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A part that a test opened, and closes when it is over. */
const opened: (() => unknown)[] = [];
export async function closeAll(): Promise<void> {
  vi.restoreAllMocks();
  for (const close of opened.splice(0).toReversed()) await close();
}

/** Starts a subgraph that answers as told. @returns its port. */
export async function startServer(answer: Answer, host = '127.0.0.1', port = 0): Promise<number> {
  const server: Server = createServer((request, response) => void answer(request, response));
  // It keeps idle connections for as long as the router does.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  opened.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

export const respond =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (request, response) => {
    request.resume();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };

/** Every name has these addresses from now on. */
export function nameStandsFor(addresses: readonly string[]) {
  return vi
    .spyOn(dns, 'lookup')
    .mockImplementation((async () => addresses.map((address) => ({ address, family: 4 }))) as never);
}

/** What the executor has of a subgraph's answer. */
interface Asked {
  data: SubgraphAnswer['data'] | null;
  errors?: SubgraphAnswer['faults'];
}

/** What the router asks a subgraph, each as a request of its own or all in one. */
export function createAsker(url: string, identity?: RouterIdentity) {
  const fetcher = createSubgraphFetcher('order', httpTransport('order', url, createRetryBudget(), identity), () => {});
  opened.push(() => fetcher.close());
  return async (
    query: string,
    { variables = {}, context }: { variables?: Record<string, unknown>; context?: CallContext } = {},
  ): Promise<Asked> => {
    const call = openTestCall(PATIENCE_MS);
    try {
      const { data = null, faults } = await callContext.run(context ?? call.context, () =>
        toSubgraphAnswer('order', fetcher.fetch({ query, variables }, parse(query))),
      );
      return { data, ...(faults.length > 0 && { errors: faults }) };
    } finally {
      call.close();
    }
  };
}
