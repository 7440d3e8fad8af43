import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createClient } from '../../grpc/client.ts';
import { accountService, startAccounts } from './start-accounts.ts';

test('connections that end again and again are not taken for one that never comes', async () => {
  const accounts = await startAccounts({});
  const path = await startPath(Number(accounts.address.split(':')[1]));
  // Each begins at another moment, so that some have waited for their limit in the middle of a later gap.
  const clients = Array.from({ length: 8 }, () => createClient(accountService, `127.0.0.1:${path.port}`));
  const messages: string[] = [];
  const end = Date.now() + LASTS_MS;
  await Promise.all(
    clients.map(async (client, index) => {
      await wait((index * GAP_MS) / clients.length);
      while (Date.now() < end) {
        await client.getAccount({}).catch(({ cause }: Error) => messages.push(String(cause)));
        await wait(10);
      }
    }),
  );
  for (const client of clients) client.close();
  await path.stop();
  await accounts.stop();
  // Others end with their connection.
  expect(messages.filter((message) => message.includes('Channel closed'))).toEqual([]);
});

/** A path to a server on which a connection takes a while to come about, and is lost soon after. */
async function startPath(serverPort: number) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    setTimeout(() => {
      const behind = connect(serverPort, '127.0.0.1').on('error', () => {});
      socket.pipe(behind).pipe(socket);
      setTimeout(() => {
        socket.destroy();
        behind.destroy();
      }, BETWEEN_MS);
    }, GAP_MS);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((stopped) => server.close(stopped)),
  };
}

const GAP_MS = 300;
const BETWEEN_MS = 200;
/** Longer than a connection may be on its way. */
const LASTS_MS = 4_800;
