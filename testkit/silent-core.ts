import { createServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** What takes every gRPC call and answers none: a core that hangs, as its clients see it. */
export interface SilentCore {
  address: string;
  stop(): Promise<void>;
}

export async function startSilentCore(): Promise<SilentCore> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer()
    .on('session', (session) => sessions.add(session))
    .on('stream', (stream) => stream.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
