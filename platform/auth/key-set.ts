import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { log } from '../log.ts';

/** The public keys of whoever issues tokens, as they are now. */
export interface KeySet {
  /** Finds a token's key. @throws what jose throws when there is none, or the keys could not be read. */
  key: JWTVerifyGetKey;
  /** Reads the keys again. @throws when they cannot be read; those that were read before still hold then. */
  reload(): Promise<void>;
  /** The keys in a text: what tells that they have changed. */
  text(): string;
}

/**
 * Reads a JSON Web Key Set (https://www.rfc-editor.org/rfc/rfc7517#section-5). A token with a key that is not in it makes
 * a URL be read again, at most twice a minute.
 *
 * @param source a URL, or the path of a file.
 */
export function keySet(source: string): KeySet {
  return /^https?:/.test(source) ? keySetAt(new URL(source)) : keySetIn(source);
}

function keySetAt(url: URL): KeySet {
  // It holds the keys while the issuer is down: whoever reads them again is watchKeys() alone.
  const keys = createRemoteJWKSet(url, { cacheMaxAge: Infinity, timeoutDuration: TIMEOUT_MS });
  return { key: keys, reload: () => keys.reload(), text: () => JSON.stringify(keys.jwks() ?? {}) };
}

function keySetIn(path: string): KeySet {
  let text = '';
  let keys: JWTVerifyGetKey | undefined;
  const reload = async () => {
    const read = await readFile(path, 'utf8');
    if (read === text) return;
    keys = createLocalJWKSet(JSON.parse(read) as JSONWebKeySet);
    text = read;
  };
  return {
    async key(header, token) {
      if (!keys) await reload();
      if (!keys) throw new Error(`${path} was not read.`);
      return await keys(header, token);
    },
    reload,
    text: () => text,
  };
}

/**
 * Reads the keys again and again, so that one that was taken out holds no longer.
 *
 * @param changed is told that they are others.
 * @returns ends it.
 */
export function watchKeys(keys: KeySet, everyMs: number, changed: () => void): () => void {
  // Of when `changed` was last told, and not of before this reading: a token with a new key makes them be read, too.
  let known = keys.text();
  const reload = async () => {
    await keys.reload();
    if (keys.text() === known) return;
    known = keys.text();
    changed();
  };
  const failed = (error: unknown) => log.warn({ err: error }, 'the keys of tokens cannot be read; those before hold');
  void reload().catch(failed);
  const timer = setInterval(() => void reload().catch(failed), everyMs).unref();
  return () => clearInterval(timer);
}

const TIMEOUT_MS = 5_000;
