import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { framesIn } from './postgres-frames.ts';

/** What stands in for a transaction pooler, such as PgBouncer: each transaction gets whichever session is free. */
export interface Pooler {
  /** The server's URL, through the pooler. */
  url: string;
  /** How many were asked to cancel a statement. */
  cancels(): number;
  stop(): Promise<void>;
}

/**
 * @param size how many sessions all clients share.
 * @param options what becomes of the settings that a connection starts with.
 */
export async function startPooler(
  serverUrl: string,
  { size = 1, options = 'refused' }: { size?: number; options?: 'refused' | 'dropped' } = {},
): Promise<Pooler> {
  const server = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const free: Session[] = [];
  const waiting: ((session: Session) => void)[] = [];
  let [made, cancels] = [0, 0];

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    return socket;
  };
  const release = (session: Session) => {
    const next = waiting.shift();
    if (next) next(session);
    else free.push(session);
  };
  const openSession = () => {
    made += 1;
    const session: Session = { socket: keep(connect(Number(server.port), server.hostname)), open: 0, isGreeted: false };
    session.socket.write(startup({ user: server.username || 'postgres', database: server.pathname.slice(1) }));
    framesIn(session.socket, (type, frame) => {
      if (session.isGreeted) session.client?.write(frame);
      if (type !== 'Z') return;
      session.open -= session.isGreeted ? 1 : 0;
      const isInTransaction = frame.at(-1) !== IDLE;
      const isFirst = !session.isGreeted;
      session.isGreeted = true;
      if (isInTransaction || session.open > 0) return;
      const wasUsed = session.leave !== undefined;
      session.leave?.();
      session.client = session.leave = undefined;
      if (isFirst || wasUsed) release(session);
    });
  };
  const take = (use: (session: Session) => void) => {
    const session = free.pop();
    if (session) return use(session);
    waiting.push(use);
    if (made < size) openSession();
  };

  const serve = (client: Socket) => {
    let session: Session | undefined;
    let isWaiting = false;
    const held: Buffer[] = [];
    const forward = (frame: Buffer) => {
      if (!session) return held.push(frame);
      if (frame[0] === QUERY || frame[0] === SYNC) session.open += 1;
      return session.socket.write(frame);
    };
    framesIn(client, (type, frame) => {
      if (type === 'X') client.end();
      else forward(frame);
      if (session || isWaiting || type === 'X') return;
      isWaiting = true;
      take((taken) => {
        isWaiting = false;
        if (client.destroyed) return release(taken);
        session = taken;
        taken.client = client;
        taken.leave = () => (session = undefined);
        for (const each of held.splice(0)) forward(each);
      });
    });
    client.once('close', () => {
      if (!session) return;
      // What it left open ends with its session, as far as the server notices.
      session.socket.destroy();
      made -= 1;
      if (waiting.length > 0) openSession();
    });
  };

  const pooler = createServer((client) => {
    keep(client).once('data', (first) => {
      const code = first.readInt32BE(4);
      if (code === CANCEL) {
        cancels += 1;
        client.end();
      } else if (options === 'refused' && first.includes('\0options\0')) client.end(refusal());
      else {
        client.write(GREETING);
        serve(client);
      }
    });
  });
  await new Promise<void>((listening) => pooler.listen(0, '127.0.0.1', listening));
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${(pooler.address() as AddressInfo).port}`;
  return {
    url: url.href,
    cancels: () => cancels,
    async stop() {
      const closed = new Promise((resolve) => pooler.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface Session {
  socket: Socket;
  client?: Socket | undefined;
  /** Tells the client's side that it has none any more. */
  leave?: (() => void) | undefined;
  /** What the client sent and the server has not answered. */
  open: number;
  isGreeted: boolean;
}

// https://www.postgresql.org/docs/current/protocol-message-formats.html
const CANCEL = 80_877_102;
const [QUERY, SYNC, IDLE] = ['Q', 'S', 'I'].map((letter) => letter.charCodeAt(0));

function startup(parameters: Record<string, string>): Buffer {
  const text = `${Object.entries(parameters).flat().join('\0')}\0\0`;
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + text.length);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

function message(type: string, body: Buffer | string): Buffer {
  const head = Buffer.from(`${type}....`);
  head.writeInt32BE(4 + Buffer.byteLength(body), 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

/** In the words of PgBouncer 1.18. */
function refusal(): Buffer {
  return message('E', 'SFATAL\0C08P01\0Munsupported startup parameter: options\0\0');
}

/** Let in, with the name of a session that no server has, and ready. */
const GREETING = Buffer.concat([message('R', Buffer.alloc(4)), message('K', Buffer.alloc(8, 1)), message('Z', 'I')]);
