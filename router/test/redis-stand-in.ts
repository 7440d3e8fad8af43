import { createServer, type AddressInfo, type Socket } from 'node:net';

/** As much of Redis as the rate limit uses, over RESP (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
export interface RedisStandIn {
  url: string;
  /** Answers no more on the connections that are open, as a machine that is lost without a word; new ones work. */
  lose(): void;
  /** Ends its connections, and takes no more. */
  stop(): Promise<void>;
}

/** @param port to be found at again; any without it. */
export async function startRedisStandIn(port = 0): Promise<RedisStandIn> {
  const values = new Map<string, { value: number; expiresAt: number }>();
  const sockets = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    socket.on('error', () => socket.destroy());
    let text = '';
    let queue: string[][] | undefined;
    socket.setEncoding('utf8').on('data', (chunk) => {
      if (lost.has(socket)) return;
      text += String(chunk);
      for (;;) {
        const command = readCommand(text);
        if (!command) return;
        text = text.slice(command.length);
        const [name = ''] = command.words;
        if (name === 'multi') {
          queue = [];
          socket.write('+OK\r\n');
        } else if (name === 'exec') {
          const answers = (queue ?? []).map((words) => answerTo(words, values));
          queue = undefined;
          socket.write(`*${answers.length}\r\n${answers.join('')}`);
        } else if (queue) {
          queue.push(command.words);
          socket.write('+QUEUED\r\n');
        } else socket.write(answerTo(command.words, values));
      }
    });
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `redis://user:hunter2@127.0.0.1:${(server.address() as AddressInfo).port}`,
    lose() {
      for (const socket of sockets) lost.add(socket);
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** @returns a command's words and its length; undefined when not all of it has come. */
function readCommand(text: string): { words: string[]; length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return undefined;
  const words: string[] = [];
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left -= 1) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (!size) return undefined;
    const start = at + size[0].length;
    at = start + Number(size[1]) + 2;
    if (text.length < at) return undefined;
    words.push(text.slice(start, at - 2));
  }
  return { words: [(words[0] ?? '').toLowerCase(), ...words.slice(1)], length: at };
}

function answerTo(
  [name, key = '', number = '', ...options]: string[],
  values: Map<string, { value: number; expiresAt: number }>,
): string {
  const known = values.get(key);
  const current = known && known.expiresAt > Date.now() ? known : undefined;
  switch (name) {
    case 'set':
      if (current) return '$-1\r\n';
      values.set(key, { value: Number(number), expiresAt: Date.now() + Number(options[1]) });
      return '+OK\r\n';
    case 'incrby':
      if (!current) return '-ERR there is no key\r\n';
      current.value += Number(number);
      return `:${current.value}\r\n`;
    case 'pttl':
      return `:${current ? current.expiresAt - Date.now() : -2}\r\n`;
    case 'info':
      return '$9\r\nloading:0\r\n';
    default:
      return '+OK\r\n';
  }
}
