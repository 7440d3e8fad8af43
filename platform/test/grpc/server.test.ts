import { once } from 'node:events';
import { Client, credentials } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import { afterEach, describe, expect, test } from 'vitest';
import { remainingMs } from '../../call-context.ts';
import { unavailable } from '../../errors/domain-error.ts';
import { errorTable } from '../../errors/error-table.ts';
import { createClient } from '../../grpc/client.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { type Accounts, accountService, startAccounts } from './start-accounts.ts';

const account = { id: '1', name: 'Ada', createTime: null, version: 3 };

let accounts: Accounts;
afterEach(() => accounts.stop());
const start = async (...options: Parameters<typeof startAccounts>) => (accounts = await startAccounts(...options));

describe('an error that is no DomainError', () => {
  test('becomes Internal, and its text stays in the server', async () => {
    await start({ getAccount: () => Promise.reject(new TypeError('password "hunter2" at 10.0.0.7')) });
    await expect(accounts.client.getAccount({})).rejects.toMatchObject({
      kind: 'Internal',
      message: errorTable.Internal.message,
    });
  });

  test('becomes what the store says that it means', async () => {
    await start({ getAccount: () => Promise.reject(new Error('gone')) }, () => unavailable('The account store'));
    await expect(accounts.client.getAccount({})).rejects.toMatchObject({
      kind: 'Unavailable',
      message: 'The account store cannot be reached; retry later.',
    });
  });
});

const HOURS = 10_000_000;

test('a call has the time that its caller says, and an hour at most', async () => {
  const left: number[] = [];
  await start({
    getAccount: async () => {
      left.push(remainingMs() ?? NaN);
      return { account };
    },
  });
  for (const ms of [PATIENCE_MS, HOURS]) await withTimeLeft(ms, () => accounts.client.getAccount({}));
  const [asked = NaN, most = NaN] = left;
  expect(asked).toBeLessThanOrEqual(PATIENCE_MS);
  expect(most).toBeLessThanOrEqual(3_600_000);
  expect(most).toBeGreaterThan(PATIENCE_MS);
});

/** Asks for the server's health as long as it runs. */
function startWatch(client: Client) {
  const rpc = service['Watch'];
  if (!rpc) throw new Error('The health service has no Watch.');
  return client.makeServerStreamRequest(rpc.path, rpc.requestSerialize, rpc.responseDeserialize, { service: '' });
}

describe('stop()', () => {
  /** Starts a server whose next call waits. */
  async function startWaiting() {
    const events = new EventTarget();
    await start({
      getAccount: async () => {
        const end = once(events, 'end');
        events.dispatchEvent(new Event('arrived'));
        await end;
        return { account };
      },
    });
    const arrived = once(events, 'arrived');
    const response = accounts.client.getAccount({});
    await arrived;
    return { response, end: () => events.dispatchEvent(new Event('end')) };
  }

  test('lets a call in flight finish', async () => {
    const { response, end } = await startWaiting();
    const stopped = accounts.stopServer();
    end();
    expect(await response).toEqual({ account });
    await stopped;
  });

  test('waits for no client that watches the server for as long as it runs', async () => {
    await start({});
    const watcher = new Client(accounts.address, credentials.createInsecure());
    const watch = startWatch(watcher);
    const ended = once(watch, 'error');
    const statuses: unknown[] = [];
    watch.on('data', (response) => statuses.push(response));
    await once(watch, 'data');
    // If it did wait, the test would come to its end before the limit did.
    await accounts.stopServer(HOURS);
    await ended;
    expect(statuses).toEqual([{ status: 'SERVING' }, { status: 'NOT_SERVING' }]);
    watcher.close();
  });

  test('answers a call that has begun, even if its message comes later', async () => {
    await start({ getAccount: async () => ({ account }) });
    const connection = new Client(accounts.address, credentials.createInsecure());
    const { path, requestSerialize, responseDeserialize } = accountService.definition.GetAccount;
    let settle = (_outcome: unknown) => {};
    const answer = new Promise((resolve) => (settle = resolve));
    const begun = connection.makeClientStreamRequest(path, requestSerialize, responseDeserialize, (error, response) =>
      settle(error ?? response),
    );
    const watch = startWatch(connection);
    // It came over the same connection, so the server has seen the call as well.
    await once(watch, 'data');
    const watched = once(watch, 'error');
    const stopped = accounts.stopServer(HOURS);
    // The server waits for the calls alone.
    await watched;
    begun.end({});
    expect(await answer).toEqual({ account });
    await stopped;
    connection.close();
  });

  test('cuts a call off that takes too long', async () => {
    const { response } = await startWaiting();
    const outcome = refusalOf(response);
    await accounts.stopServer(50);
    expect(await outcome).toEqual({ kind: 'Unavailable', fields: [] });
  });
});

describe('a core that is down', () => {
  test('is named by what clients may know, without its address, and waited for', async () => {
    await start({});
    // It waits for a connection no longer than a second, in which a busy machine may make none.
    await expect.poll(() => accounts.client.waitsFor()).toEqual([]);
    await accounts.stopServer();
    const client = createClient(accountService, accounts.address);
    try {
      expect(await client.waitsFor()).toEqual(['the account service']);
      await expect(client.createAccount({})).rejects.toMatchObject({
        kind: 'Unavailable',
        message: 'The account service cannot be reached; retry later.',
        details: { retryAfterMs: 1_000 },
      });
    } finally {
      client.close();
    }
  });

  test('whose port is taken does not start, and says why', async () => {
    await start({});
    const port = Number(accounts.address.split(':')[1]);
    await expect(startAccounts({}, undefined, port)).rejects.toThrow(
      /^Port \d+ \(GRPC_PORT\) is in use.*: stop what listens there, or choose another port\.$/,
    );
  });
});
