import type { webcrypto } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** Somebody who issues tokens: what a process is told to take them, and tokens of all kinds. */
export interface Issuer {
  /** For the environment of a process that takes its tokens. */
  variables: { AUTH_JWKS: string; AUTH_ISSUER: string; AUTH_AUDIENCE: string };
  /** A token that is right, but for the claims that are given; it expires in an hour. */
  token(claims?: Record<string, unknown>): Promise<string>;
  /** The key that signs, for tokens that are wrong. */
  signing(): { kid: string; privateKey: webcrypto.CryptoKey; publicJwk: JWK };
  /** Signs with another key from now on, and takes the one before out of the set. */
  rotate(): Promise<void>;
  /** How often the keys were read. */
  reads(): number;
  /** Answers nobody, or again. */
  setDown(isDown: boolean): void;
  stop(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  let key = await newKey();
  let reads = 0;
  let isDown = false;
  const server = createServer((_request, response) => {
    reads += 1;
    response.statusCode = isDown ? 503 : 200;
    response.end(JSON.stringify({ keys: isDown ? undefined : [key.publicJwk] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  return {
    variables: { AUTH_JWKS: `${issuer}/jwks.json`, AUTH_ISSUER: issuer, AUTH_AUDIENCE: AUDIENCE },
    async token(claims = {}) {
      const now = Math.trunc(Date.now() / 1_000);
      const payload = { iss: issuer, aud: AUDIENCE, sub: 'somebody', iat: now, exp: now + 3_600, ...claims };
      return await new SignJWT(payload).setProtectedHeader({ alg: ALGORITHM, kid: key.kid }).sign(key.privateKey);
    },
    signing: () => key,
    async rotate() {
      key = await newKey();
    },
    reads: () => reads,
    setDown(value) {
      isDown = value;
    },
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}

/** The header that sends a token. */
export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

const AUDIENCE = 'commerce';
const ALGORITHM = 'ES256';

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg: ALGORITHM, use: 'sig' } };
}
