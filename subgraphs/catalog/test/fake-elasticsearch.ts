import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { hostPort } from '@commerce/platform/process/host-port';

/** What stands in Elasticsearch's place and answers as a test wants it to. */
export interface FakeElasticsearch {
  url: string;
  /** The requests so far, as `PUT /products/_create/1`. */
  requests: string[];
  /** The requests that still wait for the end of their answer, and whose callers have not gone. */
  busy: Set<IncomingMessage>;
  /** Its open connections. */
  sockets: Set<Socket>;
  stop(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** @param answer gets what each request is answered with. */
export async function startFakeElasticsearch(answer: Answer, host = '127.0.0.1'): Promise<FakeElasticsearch> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const busy = new Set<IncomingMessage>();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume();
    busy.add(request);
    response.once('close', () => busy.delete(request));
    answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    url: `http://${hostPort(host, (server.address() as AddressInfo).port)}`,
    requests,
    busy,
    sockets,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers as Elasticsearch does. */
export function reply(response: ServerResponse, body: object | string, status = 200): void {
  response.writeHead(status, HEADERS).end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const HEADERS = {
  'x-elastic-product': 'Elasticsearch',
  'content-type': 'application/vnd.elasticsearch+json;compatible-with=9',
};
