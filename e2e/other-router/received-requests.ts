import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * Watches what a server of this process is asked: by Node's channel, so that it is what came over the network.
 *
 * @param onRequest may end a request's connection.
 */
export function watchRequests(port: number, onRequest: (request: IncomingMessage) => void = () => undefined) {
  const received: IncomingMessage[] = [];
  const listener = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    if (request.socket.localPort !== port) return;
    received.push(request);
    onRequest(request);
  };
  subscribe('http.server.request.start', listener);
  return {
    /** In the order in which they came. */
    received,
    stop: () => void unsubscribe('http.server.request.start', listener),
  };
}
