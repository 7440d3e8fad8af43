import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { callContext, type CallContext } from '../../call-context.ts';
import { unavailable } from '../../errors/domain-error.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';
import { type Accounts, startAccounts } from './start-accounts.ts';

const ID = '01890000-0000-7000-8000-000000000000';
const LONG = 3_000_000;
const account = { id: ID, name: 'Ada', createTime: { seconds: '1700000000', nanos: 5_000_000 }, version: 3 };

let accounts: Accounts;
afterEach(() => accounts.stop());
const start = async (...options: Parameters<typeof startAccounts>) => (accounts = await startAccounts(...options));

/** Starts a server that keeps the context of its last call. */
async function startListener(): Promise<() => CallContext | undefined> {
  let seen: CallContext | undefined;
  await start({
    getAccount: async () => {
      seen = callContext.getStore();
      return {};
    },
  });
  return () => seen;
}

describe('a call', () => {
  /** Its deadline is so many milliseconds after its start, which was between two moments: the given one and now. */
  function expectTimeOf(call: CallContext | undefined, ms: number, before: number): void {
    // gRPC sends whole milliseconds that are left.
    expect(call?.deadline).toBeGreaterThanOrEqual(before + ms - 1);
    expect(call?.deadline).toBeLessThanOrEqual(Date.now() + ms);
  }

  test('brings the request to the server and the response back', async () => {
    await start({ getAccount: async ({ id }) => ({ account: { ...account, id } }) });
    expect(await accounts.client.getAccount({ id: ID })).toEqual({ account });
  });

  test("carries the running request's id, credentials, trace and deadline", async () => {
    const seen = await startListener();
    const headers = { authorization: 'Bearer x', traceparent: '00-1-2-01', tracestate: 'a=1' };
    const before = Date.now();
    const { context } = openTestCall(PATIENCE_MS, { ...headers, 'x-request-id': 'request-7' });
    await callContext.run(context, () => accounts.client.getAccount({}));
    expect(seen()).toMatchObject({ requestId: 'request-7', headers });
    expectTimeOf(seen(), PATIENCE_MS, before);
  });

  test('outside any request has an id of its own and ten seconds', async () => {
    const seen = await startListener();
    const before = Date.now();
    await accounts.client.getAccount({});
    expect(seen()?.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(seen()?.headers).toEqual({});
    expectTimeOf(seen(), 10_000, before);
  });

  test('ends at the deadline, although the server goes on', async () => {
    await start({ getAccount: () => new Promise(() => {}) });
    const call = withTimeLeft(200, () => accounts.client.getAccount({}));
    expect(await refusalOf(call)).toEqual({ kind: 'DeadlineExceeded', fields: [] });
  });

  test('has as long as its caller says', async () => {
    const seen = await startListener();
    const before = Date.now();
    expect(await withTimeLeft(LONG, () => accounts.client.getAccount({}))).toEqual({ account: null });
    expectTimeOf(seen(), LONG, before);
  });

  test('is not made after the deadline', async () => {
    const seen = await startListener();
    const call = withTimeLeft(0, () => accounts.client.getAccount({}));
    expect(await refusalOf(call)).toEqual({ kind: 'DeadlineExceeded', fields: [] });
    expect(seen()).toBeUndefined();
  });
});

describe('a request whose caller goes', () => {
  test('ends its call at both sides', async () => {
    let serverSignal: AbortSignal | undefined;
    await start({
      getAccount: () => {
        serverSignal = callContext.getStore()?.signal;
        return new Promise(() => {});
      },
    });
    const { context, cancel } = openTestCall(PATIENCE_MS);
    const refusal = refusalOf(callContext.run(context, () => accounts.client.getAccount({})));
    await expect.poll(() => serverSignal?.aborted).toBe(false);
    cancel();
    expect(await refusal).toEqual({ kind: 'Cancelled', fields: [] });
    await expect.poll(() => serverSignal?.reason).toMatchObject({ kind: 'Cancelled' });
  });

  test('makes no call any more', async () => {
    const seen = await startListener();
    const { context, cancel } = openTestCall(PATIENCE_MS);
    cancel();
    const call = callContext.run(context, () => accounts.client.getAccount({}));
    expect(await refusalOf(call)).toEqual({ kind: 'Cancelled', fields: [] });
    expect(seen()).toBeUndefined();
  });

  test('leaves no listener behind when its calls have ended', async () => {
    await start({ createAccount: () => Promise.reject(unavailable('The store')) });
    const { context, close } = openTestCall(PATIENCE_MS);
    await callContext.run(context, async () => {
      await accounts.client.getAccount({});
      await refusalOf(accounts.client.createAccount({}));
    });
    expect(getEventListeners(context.signal, 'abort')).toEqual([]);
    close();
  });
});
