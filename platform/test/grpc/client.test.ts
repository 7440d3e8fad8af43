import { afterEach, describe, expect, test } from 'vitest';
import { callContext, type CallContext } from '../../call-context.ts';
import { DomainError, unavailable } from '../../errors/domain-error.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { refusalOf } from '@commerce/testkit/refusal';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';
import { type Accounts, startAccounts } from './start-accounts.ts';

const ID = '01890000-0000-7000-8000-000000000000';
const account = { id: ID, name: 'Ada', createTime: { seconds: '1700000000', nanos: 5_000_000 }, version: 3 };

let accounts: Accounts;
afterEach(() => accounts.stop());
const start = async (...options: Parameters<typeof startAccounts>) => (accounts = await startAccounts(...options));

describe('a call', () => {
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

  test('whose response is above the limit of 64 MB is the fault of who asked for so much', async () => {
    const name = 'x'.repeat(70 * 1024 * 1024);
    await start({ getAccount: async () => ({ account: { ...account, name } }) });
    await expect(accounts.client.getAccount({ id: ID })).rejects.toMatchObject({
      kind: 'InvalidArgument',
      message: 'The request asks for more than one response can carry: ask for shorter pages.',
      details: { reason: 'RESPONSE_TOO_LARGE' },
    });
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

  test('is not made after the deadline', async () => {
    const seen = await startListener();
    const call = withTimeLeft(0, () => accounts.client.getAccount({}));
    expect(await refusalOf(call)).toEqual({ kind: 'DeadlineExceeded', fields: [] });
    expect(seen()).toBeUndefined();
  });
});

describe('a server that fails its first calls', () => {
  /** Starts it and counts the calls that reach it. */
  async function startFailing(times: number, error: Error = unavailable('The store')): Promise<() => number> {
    let calls = 0;
    const answer = async () => {
      calls += 1;
      if (calls <= times) throw error;
      return { account };
    };
    await start({ getAccount: answer, createAccount: answer });
    return () => calls;
  }

  test('is asked again for a read', async () => {
    const calls = await startFailing(2);
    expect(await accounts.client.getAccount({})).toEqual({ account });
    expect(calls()).toBe(3);
  });

  test('is asked three times, not more', async () => {
    const calls = await startFailing(3);
    expect(await refusalOf(accounts.client.getAccount({}))).toMatchObject({ kind: 'Unavailable' });
    expect(calls()).toBe(3);
  });

  test('is not asked again for a write, which may have happened', async () => {
    const calls = await startFailing(1);
    expect(await refusalOf(accounts.client.createAccount({}))).toMatchObject({ kind: 'Unavailable' });
    expect(calls()).toBe(1);
  });

  test.each(['ResourceExhausted', 'DeadlineExceeded', 'Internal', 'Conflict', 'NotFound'] as const)(
    'is not asked again after %s',
    async (kind) => {
      const calls = await startFailing(1, new DomainError(kind, 'No.'));
      expect(await refusalOf(accounts.client.getAccount({}))).toMatchObject({ kind });
      expect(calls()).toBe(1);
    },
  );
});
