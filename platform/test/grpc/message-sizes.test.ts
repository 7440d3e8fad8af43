import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { MAX_REQUEST_BYTES } from '../../byte-budget.ts';
import { createClient } from '../../grpc/client.ts';
import { rawCall } from '@commerce/testkit/grpc-calls';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { type Accounts, accountService, startAccounts } from './start-accounts.ts';

const TOO_LARGE = { kind: 'ResourceExhausted', details: { reason: 'RESPONSE_TOO_LARGE', retryable: false } };

let accounts: Accounts | undefined;
afterEach(async () => {
  await accounts?.stop();
  accounts = undefined;
});

/** Starts a core whose accounts have so many bytes. */
async function startLarge(bytes: number): Promise<Accounts> {
  const account = { id: '1', name: 'x'.repeat(bytes), createTime: null, version: 1 };
  return (accounts = await startAccounts({ getAccount: async () => ({ account }) }));
}

test('a response as large as a request may hold arrives', async () => {
  const { client } = await startLarge(MAX_REQUEST_BYTES - 1_000);
  expect(await client.getAccount({})).toHaveProperty('account.version', 1);
});

test('a core does not send a larger one, and says what to ask less of', async () => {
  const { client, address } = await startLarge(MAX_REQUEST_BYTES);
  const outcome = await rawCall(address, accountService.definition, 'GetAccount', {});
  expect(outcome).toMatchObject({
    code: 8,
    details: { 'google.rpc.ErrorInfo': { reason: 'RESPONSE_TOO_LARGE', metadata: { retryable: 'false' } } },
  });
  await expect(client.getAccount({})).rejects.toMatchObject({
    ...TOO_LARGE,
    message: 'The request asks for more than one response can carry: ask for shorter pages or fewer fields.',
  });
});

test('all that one request reads is counted together', async () => {
  const { client } = await startLarge(0.6 * MAX_REQUEST_BYTES);
  await withTimeLeft(PATIENCE_MS, async () => {
    await client.getAccount({});
    await expect(client.getAccount({})).rejects.toMatchObject(TOO_LARGE);
  });
});

test('a client reads no more than the length of a message that is too large', async () => {
  const server = createServer().on('stream', (stream, { ':path': path }) => {
    if (path?.endsWith('Watch')) return stream.respond({ ':status': 200, 'grpc-status': '12' }, { endStream: true });
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(100 * 1024 * 1024, 1);
    // Nothing follows: a client that waited for it would wait for ever.
    stream.on('error', () => {}).write(prefix);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createClient(accountService, `127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    await expect(withTimeLeft(PATIENCE_MS, () => client.getAccount({}))).rejects.toMatchObject(TOO_LARGE);
  } finally {
    client.close();
    server.close();
  }
});
