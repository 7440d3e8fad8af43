import { createServer, type Server } from 'node:net';
import { freePort } from '@commerce/testkit/free-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../errors/user-error.ts';
import { checkPorts, portsIn } from '../../process/check-ports.ts';
import { listeningProcess } from '../../process/listening-process.ts';

let server: Server;
let taken: number;
beforeEach(async () => {
  server = createServer();
  // One that nobody else is given once it is free again.
  taken = await freePort();
  await new Promise<void>((listening) => server.listen(taken, '127.0.0.1', listening));
});
afterEach(() => void server.close());

test('every port that is taken is named by its variable, all at once', async () => {
  const said = await problems({ PORT: taken, GRPC_PORT: 0, ADMIN_PORT: taken });
  expect(said).toEqual([
    expect.stringMatching(
      new RegExp(`^Port ${taken} \\(PORT\\) is in use.*: stop what listens there, or choose another`),
    ),
    `PORT and ADMIN_PORT are both ${taken}: choose another port for one of them.`,
  ]);
});

test('ports that are free stay so', async () => {
  server.close();
  expect(await problems({ PORT: taken, ADMIN_PORT: 0 })).toEqual([]);
  expect(await problems({ PORT: taken, ADMIN_PORT: 0 })).toEqual([]);
});

test.runIf(process.platform === 'linux')('the process that has one is named', async () => {
  expect(listeningProcess(taken)).toMatch(new RegExp(`^\\S.* \\(process ${process.pid}\\)$`));
  server.close();
  expect(listeningProcess(taken)).toBeUndefined();
});

test('a configuration has them by their variables', () => {
  const config = { PORT: 1, ORDER_CORE_PORT: 2, ADMIN_PORT: undefined, TRANSPORT: 3, HOST: '127.0.0.1' };
  expect(portsIn(config)).toEqual({ PORT: 1, ORDER_CORE_PORT: 2 });
});

async function problems(ports: Record<string, number>): Promise<string[]> {
  try {
    await checkPorts('127.0.0.1', ports);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
}
