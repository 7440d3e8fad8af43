import { once } from 'node:events';
import { constants, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beforeWriting } from '../../errors/before-writing.ts';
import { DomainError, unavailable } from '../../errors/domain-error.ts';
import { toGraphQLError } from '../../errors/graphql-error.ts';
import { isSafeToRepeat } from '../../grpc/safe-to-repeat.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { createClient } from '../../grpc/client.ts';
import { type Path, startPath } from '@commerce/testkit/path';
import { type Accounts, accountService, startAccounts } from './start-accounts.ts';

/** What the handlers do. */
let answer: () => Promise<object>;
let accounts: Accounts;
let path: Path;
let client: Accounts['client'];
beforeEach(async () => {
  accounts = await startAccounts({ getAccount: () => answer(), createAccount: () => answer() });
  path = await startPath(accounts.address);
  client = createClient(accountService, path.address);
});
afterEach(async () => {
  client.close();
  accounts.client.close();
  await accounts.stopServer(0);
  await path.stop();
});

const CALLS = [
  { call: 'a read', send: () => client.getAccount({}), isSafe: true },
  { call: 'a write with a key', send: () => client.createAccount({ requestId: 'k' }), isSafe: true },
  { call: 'a write without a key', send: () => client.createAccount({}), isSafe: false },
];

/** What a client of the graph is told. */
async function told(call: Promise<unknown>) {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof DomainError)) throw new Error('It did not fail.', { cause: error });
  const { message, extensions } = toGraphQLError(error);
  return { message, ...extensions };
}

describe.each(CALLS)('$call', ({ send, isSafe }) => {
  const retryable = isSafe ? true : undefined;
  const retryAfterMs = isSafe ? 1_000 : undefined;
  const advice = isSafe ? 'retry later' : 'what was asked may have been done, so look before you ask again';

  test(`that is lost with its connection is ${isSafe ? '' : 'not '}retryable`, async () => {
    answer = () => {
      path.cut();
      return new Promise(() => {});
    };
    const message = `The account service cannot be reached; ${advice}.`;
    expect(await told(send())).toEqual({ code: 'UNAVAILABLE', message, retryable, retryAfterMs });
  });

  test(`that ends without a status is ${isSafe ? '' : 'not '}retryable`, async () => {
    client.close();
    const server = createServer().on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: false });
      stream.end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = createClient(accountService, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const message = `The account service cannot be reached; ${advice}.`;
    expect(await told(send())).toEqual({ code: 'UNAVAILABLE', message, retryable, retryAfterMs });
    client.close();
    server.close();
  });

  test(`whose core has lost its store is ${isSafe ? '' : 'not '}retryable`, async () => {
    answer = () => Promise.reject(unavailable('The account store'));
    const message = `The account store cannot be reached; ${advice}.`;
    expect(await told(send())).toEqual({ code: 'UNAVAILABLE', message, retryable, retryAfterMs });
  });

  test('whose core had not begun to write is retryable', async () => {
    answer = () => beforeWriting(() => Promise.reject(unavailable('The other service')));
    const message = 'The other service cannot be reached; retry later.';
    expect(await told(send())).toEqual({ code: 'UNAVAILABLE', message, retryable: true, retryAfterMs: 1_000 });
  });

  test(`whose time is up is ${isSafe ? '' : 'not '}retryable`, async () => {
    answer = () => new Promise(() => {});
    // What never left may be sent again, whatever it is: there is a connection, and time enough to begin.
    await expect.poll(() => client.waitsFor()).toEqual([]);
    const message = 'The request took longer than it was allowed to.';
    expect(await told(withTimeLeft(1_000, send))).toEqual({ code: 'DEADLINE_EXCEEDED', message, retryable });
  });

  test('that is refused again and again before it is looked at is retryable', async () => {
    client.close();
    const server = createServer().on('stream', (stream) =>
      stream.on('error', () => {}).close(constants.NGHTTP2_REFUSED_STREAM),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = createClient(accountService, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const message = 'The account service cannot be reached; retry later.';
    expect(await told(send())).toEqual({ code: 'UNAVAILABLE', message, retryable: true, retryAfterMs: 1_000 });
    client.close();
    server.close();
  });

  test('whose core was not there is retryable: nobody has begun it', async () => {
    await path.stop();
    const message = 'The account service cannot be reached; retry later.';
    expect(await told(send())).toEqual({ code: 'UNAVAILABLE', message, retryable: true, retryAfterMs: 1_000 });
  });

  test('that its core refused before it began is retryable', async () => {
    // By the core's own address, of which no sign of life is asked: so many calls keep this process from giving one.
    client.close();
    client = createClient(accountService, accounts.address);
    let end = (_response: object) => {};
    const ended = new Promise<object>((resolve) => (end = resolve));
    answer = () => ended;
    const admitted: Promise<unknown>[] = [];
    const outcome = await new Promise<unknown>((resolve) => {
      // More than any core takes on.
      for (let call = 0; call < 1_100; call += 1) admitted.push(withTimeLeft(PATIENCE_MS, send).catch(resolve));
    });
    end({});
    await Promise.all(admitted);
    expect(await told(Promise.reject(outcome as Error))).toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      reason: 'OVERLOADED',
      retryable: true,
      retryAfterMs: 1_000,
    });
  });
});

test('what the contract calls idempotent may be sent again without a key', () => {
  const [rpc] = accountService.rpcs;
  if (!rpc) throw new Error('The service has no RPCs.');
  expect(isSafeToRepeat({ ...rpc, isIdempotent: true }, {})).toBe(true);
  expect(isSafeToRepeat({ ...rpc, isIdempotent: false }, {})).toBe(false);
});
