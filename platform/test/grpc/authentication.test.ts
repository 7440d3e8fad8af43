import { bearer, type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Authentication, openAuthentication } from '../../auth/authenticate.ts';
import type { Caller } from '../../auth/caller.ts';
import { callContext } from '../../call-context.ts';
import { type Accounts, startAccounts } from './start-accounts.ts';

let issuer: Issuer;
let authentication: Authentication;
let accounts: Accounts;
let callers: Caller[];
beforeEach(async () => {
  callers = [];
  issuer = await startIssuer();
  authentication = openAuthentication({ NODE_ENV: 'production', ...issuer.variables });
  const getAccount = async (_request: object, caller: Caller) => {
    callers.push(caller);
    expect(callContext.getStore()?.caller).toBe(caller);
    return { account: null };
  };
  accounts = await startAccounts({ getAccount }, undefined, 0, authentication);
});
afterEach(async () => {
  await accounts.stop();
  authentication.close();
  await issuer.stop();
});

/** Calls the core directly, as somebody would who reaches its port. */
async function call(headers: Record<string, string>): Promise<void> {
  const context = { requestId: 'r', deadline: Date.now() + 60_000, headers };
  await callContext.run(context, () => accounts.client.getAccount({ id: '1' }));
}

test('a core knows who calls it by the token that was handed on', async () => {
  await call(bearer(await issuer.token({ sub: 'ada', scope: 'orders:read' })));
  expect(callers).toMatchObject([{ kind: 'subject', subject: 'ada', scopes: new Set(['orders:read']) }]);
});

test('whoever calls it without one is nobody, whatever else they say', async () => {
  await call({ 'x-subject': 'ada', 'x-scopes': 'orders:read' });
  expect(callers).toEqual([{ kind: 'nobody' }]);
});

test('a token whose kid has a megabyte gets no further', async () => {
  const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'a'.repeat(1_000_000) })).toString('base64url');
  await expect(call(bearer(`${header}.e30.AAAA`))).rejects.toBeInstanceOf(Error);
  await expect(call(bearer(`${header.slice(-7_000)}.e30.AAAA`))).rejects.toMatchObject({ kind: 'Unauthenticated' });
  expect(callers).toEqual([]);
});

test('a token that is not valid gets no further', async () => {
  await expect(call(bearer(await issuer.token({ aud: 'another' })))).rejects.toMatchObject({
    kind: 'Unauthenticated',
    details: { reason: 'TOKEN_INVALID' },
  });
  expect(callers).toEqual([]);
});
