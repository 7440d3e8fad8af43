import type { webcrypto } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

export const ALGORITHM = 'ES256';

/** A key that signs, and what others verify with. */
export interface IssuerKey {
  kid: string;
  privateKey: webcrypto.CryptoKey;
  publicJwk: JWK;
}

/** The key that a folder keeps, or a new one. @throws UserError when what it keeps is no such key. */
export async function issuerKey(folder: string): Promise<IssuerKey> {
  const path = join(folder, 'issuer-key.json');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept === undefined) {
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const jwk = await exportJWK(privateKey);
    // Whoever reads it can be anybody here.
    await writeFile(path, JSON.stringify(jwk), { mode: 0o600 });
    return await toKey(jwk);
  }
  try {
    return await toKey(JSON.parse(kept) as JWK);
  } catch (error) {
    throw new UserError(`${path} holds no key of the development issuer: delete it, and a new one is made.`, error);
  }
}

async function toKey(jwk: JWK): Promise<IssuerKey> {
  const privateKey = await importJWK(jwk, ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new TypeError('It is a shared key.');
  const { d: _secret, ...publicPart } = jwk;
  const kid = await calculateJwkThumbprint(publicPart);
  return { kid, privateKey, publicJwk: { ...publicPart, kid, alg: ALGORITHM, use: 'sig' } };
}
