import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What stands before the router: it keeps manifests, hands requests on, and fails as it is told to. */
export interface Front {
  origin: string;
  /** Where requests go. */
  target: string;
  /** What happens to the next requests: `lost` are done, and their answers do not arrive. */
  faults: ('lost' | 'unavailable')[];
  /** Requests that came since it was emptied, as `POST CreateOrder` or with what names the document. */
  seen: string[];
  stop(): Promise<void>;
}

/** How long it asks for, in milliseconds. */
const RETRY_AFTER_MS = 20;

export async function startFront(): Promise<Front> {
  const manifests = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const front: Front = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: '',
    faults: [],
    seen: [],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', method = '' } = request;
    const body = await buffer(request);
    if (url.startsWith('/manifests/')) {
      if (method === 'PUT') manifests.set(url, body);
      const manifest = manifests.get(url);
      response.writeHead(manifest ? 200 : 404).end(manifest);
      return;
    }
    front.seen.push(`${method} ${namedBy(method === 'GET' ? decodeURIComponent(url) : body.toString())}`);
    const fault = front.faults.shift();
    if (fault === 'unavailable') {
      const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: RETRY_AFTER_MS };
      response.writeHead(503, { 'content-type': 'application/graphql-response+json' });
      response.end(JSON.stringify({ errors: [{ message: 'A part cannot be reached.', extensions }] }));
      return;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answered = await fetch(front.target + url, {
      method,
      headers: headers as Record<string, string>,
      ...(method === 'POST' && { body: new Uint8Array(body) }),
    });
    const text = await answered.text();
    if (fault === 'lost') response.destroy();
    else response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? '' }).end(text);
  }
  return front;
}

function namedBy(request: string): string {
  if (/documentId/.test(request)) return 'documentId';
  return /sha256Hash/.test(request) ? 'sha256Hash' : 'text';
}
