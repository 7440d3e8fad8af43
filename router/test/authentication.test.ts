import { request } from 'node:http';
import { bearer, type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';

let issuer: Issuer;
let router: RunningRouter;
beforeAll(async () => {
  issuer = await startIssuer();
  router = await startRouter({ ...ROUTER_CONFIG, AUTH: undefined, ...issuer.variables }, () => 'http://127.0.0.1:1');
});
afterAll(async () => {
  await router.stop();
  await issuer.stop();
});

const BODY = JSON.stringify({ query: '{ __typename }' });
const ask = (headers: Record<string, string>) =>
  fetch(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: BODY,
  });

test.each([
  ['without a token', async () => ({})],
  ['with a right token', async () => bearer(await issuer.token())],
])('a request %s is answered', async (_, headersOf) => {
  const response = await ask(await headersOf());
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
});

test('a bad token is 401, and says what is wrong with it', async () => {
  const response = await ask(bearer(await issuer.token({ exp: 1 })));
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe(
    'Bearer error="invalid_token", error_description="The token is expired."',
  );
  expect(await response.json()).toEqual({
    errors: [{ message: 'The token is expired.', extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' } }],
  });
});

test('two tokens are refused: a proxy before the router may have looked at the other one', async () => {
  const [ada, grace] = [await issuer.token({ sub: 'ada' }), await issuer.token({ sub: 'grace' })];
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = ['Host', 'router', 'Content-Type', 'application/json', 'Content-Length', String(BODY.length)];
    for (const token of [ada, grace]) headers.push('Authorization', `Bearer ${token}`);
    const sent = request(`${router.origin}/graphql`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end(BODY);
  });
  expect(status).toBe(401);
});

test('a token whose kid has a megabyte is refused for its size', async () => {
  const kid = 'a'.repeat(1_000_000);
  const token = `${Buffer.from(JSON.stringify({ alg: 'ES256', kid })).toString('base64url')}.e30.AAAA`;
  expect((await ask(bearer(token))).status).toBe(431);
  // As much as headers may hold.
  expect((await ask(bearer(token.slice(-10_000)))).status).toBe(401);
});

test('while nobody can tell whether a token is right, it is told to come again', async () => {
  const down = await startIssuer();
  down.setDown(true);
  const other = await startRouter({ ...ROUTER_CONFIG, AUTH: undefined, ...down.variables }, () => 'http://127.0.0.1:1');
  try {
    const response = await fetch(`${other.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(await down.token()) },
      body: BODY,
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
  } finally {
    await other.stop();
    await down.stop();
  }
});

test('a router in production does not start before it is told who may ask', async () => {
  await expect(startRouter({ ...ROUTER_CONFIG, AUTH: undefined }, () => 'http://127.0.0.1:1')).rejects.toThrow(
    /AUTH_JWKS: expected/,
  );
});
