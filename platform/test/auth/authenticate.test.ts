import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bearer, type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { replaceFile } from '@commerce/testkit/replace-file';
import { generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Authentication, openAuthentication } from '../../auth/authenticate.ts';

let issuer: Issuer;
let opened: Authentication[] = [];
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  for (const authentication of opened.splice(0)) authentication.close();
  await issuer.stop();
});

function open(variables: object = {}): Authentication {
  const authentication = openAuthentication({ NODE_ENV: 'production', ...issuer.variables, ...variables });
  opened.push(authentication);
  return authentication;
}
const callerOf = async (token: string, authentication = open()) =>
  await authentication.callerOf([bearer(token).authorization]);

test('a token says who asks, and what they may', async () => {
  const caller = await callerOf(
    await issuer.token({ sub: 'ada', scope: 'orders:read accounts:read', scp: ['a'], permissions: ['b', 1] }),
  );
  expect(caller).toMatchObject({ kind: 'subject', subject: 'ada' });
  expect(caller).toHaveProperty('scopes', new Set(['orders:read', 'accounts:read', 'a', 'b']));
  expect(caller).toHaveProperty('hash', expect.stringMatching(/^[\da-f]{16}$/));
});

test('whoever sends no token is nobody', async () => {
  expect(await open().callerOf([])).toEqual({ kind: 'nobody' });
});

const wrong: [string, string, (claims?: object) => Promise<string> | string][] = [
  ['another issuer', "The token's iss is not", () => issuer.token({ iss: 'https://evil.test' })],
  ['another audience', "The token's aud is not", () => issuer.token({ aud: 'somebody-else' })],
  ['no audience', "The token's aud is not", () => issuer.token({ aud: [] })],
  ['a time that has not come', "The token's nbf is not", () => issuer.token({ nbf: inSeconds(60) })],
  ['no end', "The token's exp is not", () => issuer.token({ exp: undefined })],
  ['no subject', "The token's sub is not", () => issuer.token({ sub: undefined })],
  ['a blank subject', "The token's sub must have", () => issuer.token({ sub: ' ' })],
  ['a subject that is too long', "The token's sub must have", () => issuer.token({ sub: 'a'.repeat(256) })],
  ['the signature of another key', 'The token is not valid', () => signed({ kid: issuer.signing().kid })],
  ['a key that is not in the set', 'The token is not valid', () => signed({ kid: 'unknown' })],
  ['a kid that is a path', 'The token is not valid', () => signed({ kid: '../../../../dev/null' })],
  ['a kid as long as a token may be', 'The token is not valid', () => signed({ kid: 'a'.repeat(4_000) })],
  ['a kid that is an address of keys', 'The token is not valid', () => signed({ kid: 'x', jku: 'http://127.0.0.1:1' })],
  ['a key that it brings', 'The token is not valid', () => signed({ jwk: issuer.signing().publicJwk })],
  ['no signature', 'The token is not valid', () => unsigned({ alg: 'none' })],
  ['the public key as a shared one', 'The token is not valid', () => signedWithPublicKey()],
  ['an extension that is critical', 'The token is not valid', () => signed({ kid: 'x', crit: ['exp'] })],
];
test.each(wrong)('a token with %s is refused', async (_, message, tokenOf) => {
  await expect(callerOf(await tokenOf())).rejects.toMatchObject({
    kind: 'Unauthenticated',
    message: expect.stringContaining(message),
    details: { reason: 'TOKEN_INVALID' },
  });
});

test('an expired token is told so', async () => {
  await expect(callerOf(await issuer.token({ exp: inSeconds(-60) }))).rejects.toMatchObject({
    kind: 'Unauthenticated',
    details: { reason: 'TOKEN_EXPIRED' },
  });
});

test('clocks may differ by a few seconds', async () => {
  await expect(callerOf(await issuer.token({ exp: inSeconds(-1) }))).resolves.toBeDefined();
});

test.each([
  ['several headers', ['Bearer a.b.c', 'Bearer a.b.c']],
  ['another scheme', ['Basic YWRhOmxvdmU=']],
  ['no token', ['Bearer ']],
  ['a token with blanks', ['Bearer a b']],
  ['a token of a megabyte', [`Bearer ${'a'.repeat(1_000_000)}`]],
  ['a kid of a megabyte', [`Bearer ${base64({ alg: 'ES256', kid: 'a'.repeat(1_000_000) })}.e30.AAAA`]],
])('%s is not taken for nobody', (_, headers) => {
  expect(() => open().callerOf(headers)).toThrow(expect.objectContaining({ kind: 'Unauthenticated' }));
});

test('what is told of a token that is refused holds nothing that is in it', async () => {
  const token = await issuer.token({ sub: 'secret-subject', iss: 'https://secret-issuer.test' });
  expect(await outcomeOf(token, open())).not.toMatch(/secret/);
});

test('only the signatures that it is told are taken', async () => {
  await expect(callerOf(await issuer.token(), open({ AUTH_ALGORITHMS: ['RS256'] }))).rejects.toThrow(/not valid/);
});

describe('what was verified', () => {
  test('holds while it is the same token, and nothing is read for it', async () => {
    const authentication = open();
    const token = await issuer.token();
    const caller = await callerOf(token, authentication);
    // Not a promise: nothing was verified again.
    expect(authentication.callerOf([`Bearer ${token}`])).toBe(caller);
  });

  test('holds no longer than the token', async () => {
    const authentication = open();
    let token: string;
    // Its last second may be over before it is looked at: then it was not verified at all, and the next one is.
    do token = await issuer.token({ exp: inSeconds(-4) });
    while ((await outcomeOf(token, authentication)) !== 'taken');
    await expect.poll(() => outcomeOf(token, authentication)).toMatch(/expired/);
  });
});

describe('the keys', () => {
  test('are read once for many tokens', async () => {
    const authentication = open();
    for (const sub of ['ada', 'grace', 'mary']) await callerOf(await issuer.token({ sub }), authentication);
    expect(issuer.reads()).toBe(1);
  });

  test('are read once for many tokens with a key that is not there, which could be made without end', async () => {
    const authentication = open();
    await callerOf(await issuer.token(), authentication);
    for (const kid of ['a', 'b', 'c'])
      await expect(callerOf(await signed({ kid }), authentication)).rejects.toThrow(/not valid/);
    expect(issuer.reads()).toBe(1);
  });

  test('at a URL change while the process runs', async () => {
    const authentication = openAuthentication({ NODE_ENV: 'production', ...issuer.variables }, 20);
    opened.push(authentication);
    const before = await issuer.token();
    await callerOf(before, authentication);
    await issuer.rotate();
    const after = await issuer.token();
    await expect.poll(() => outcomeOf(after, authentication)).toBe('taken');
    expect(await outcomeOf(before, authentication)).toMatch(/not valid/);
  });

  test('hold while their issuer is down', async () => {
    const authentication = open();
    await callerOf(await issuer.token(), authentication);
    issuer.setDown(true);
    await expect(callerOf(await issuer.token({ sub: 'another' }), authentication)).resolves.toBeDefined();
  });

  test('that were never read are no reason to call a token wrong', async () => {
    issuer.setDown(true);
    await expect(callerOf(await issuer.token())).rejects.toMatchObject({
      kind: 'Unavailable',
      details: { retryable: true },
    });
  });

  test('in a file are read again when they change, and what was signed with one that was taken out holds no longer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keys-'));
    const path = join(folder, 'jwks.json');
    const write = () => replaceFile(path, JSON.stringify({ keys: [issuer.signing().publicJwk] }));
    try {
      await write();
      const authentication = openAuthentication({ NODE_ENV: 'production', ...issuer.variables, AUTH_JWKS: path }, 20);
      opened.push(authentication);
      const before = await issuer.token();
      await callerOf(before, authentication);
      await issuer.rotate();
      await write();
      await expect.poll(() => outcomeOf(before, authentication)).toMatch(/not valid/);
      await expect(callerOf(await issuer.token(), authentication)).resolves.toBeDefined();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('without an issuer', () => {
  test('everybody may do everything in development', async () => {
    const authentication = openAuthentication({ NODE_ENV: 'development' });
    expect(await authentication.callerOf(['Bearer whatever'])).toEqual({ kind: 'anyone' });
  });

  test('production has to be told that they may', () => {
    expect(() => openAuthentication({ NODE_ENV: 'production' })).toThrow(/AUTH_JWKS: expected .* AUTH=off/);
    expect(openAuthentication({ NODE_ENV: 'production', AUTH: 'off' }).isOn).toBe(false);
  });

  test('an issuer without a name or an audience is refused: tokens for others would be taken', () => {
    expect(() => open({ AUTH_AUDIENCE: undefined })).toThrow(/AUTH_AUDIENCE/);
    expect(() => open({ AUTH_ISSUER: undefined })).toThrow(/AUTH_ISSUER/);
    expect(() => open({ AUTH: 'off' })).toThrow(/nothing beside AUTH_JWKS/);
  });
});

function outcomeOf(token: string, authentication: Authentication): Promise<string> {
  return callerOf(token, authentication).then(
    () => 'taken',
    (error: Error) => error.message,
  );
}

function inSeconds(seconds: number): number {
  return Math.trunc(Date.now() / 1_000) + seconds;
}

const rightClaims = (): JWTPayload => ({
  iss: issuer.variables.AUTH_ISSUER,
  aud: issuer.variables.AUTH_AUDIENCE,
  sub: 'mallory',
  exp: inSeconds(60),
});

async function signed(header: Omit<JWTHeaderParameters, 'alg'>): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  const { crit, ...rest } = header as JWTHeaderParameters;
  const jwt = new SignJWT(rightClaims()).setProtectedHeader({ ...rest, alg: 'ES256', ...(crit && { crit, exp: 1 }) });
  return await jwt.sign(privateKey, crit && { crit: { exp: true } });
}

function unsigned(header: object): string {
  return `${base64(header)}.${base64(rightClaims())}.`;
}

/** What a library would take that lets the token choose how it is verified (https://www.rfc-editor.org/rfc/rfc8725#section-2.1). */
function signedWithPublicKey(): string {
  const { kid, publicJwk } = issuer.signing();
  const text = `${base64({ alg: 'HS256', kid })}.${base64(rightClaims())}`;
  return `${text}.${createHmac('sha256', JSON.stringify(publicJwk)).update(text).digest('base64url')}`;
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
