import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { ConfigError } from '../config/read-config.ts';
import { DomainError } from '../errors/domain-error.ts';
import { bearerToken } from './bearer-token.ts';
import { ANYONE, type Caller, NOBODY, type Subject } from './caller.ts';
import { keySet, watchKeys } from './key-set.ts';
import { unauthenticated } from './unauthenticated.ts';
import type { AuthConfig } from './variables.ts';

/** Finds out who asks. */
export interface Authentication {
  /** Is anybody asked who they are? */
  isOn: boolean;
  /**
   * @param headers every `Authorization` header of the request.
   * @returns at once where nothing has to be verified.
   * @throws DomainError Unauthenticated, or Unavailable while the issuer's keys cannot be read.
   */
  callerOf(headers: readonly string[]): Caller | Promise<Caller>;
  close(): void;
}

/** Asks nobody. */
export const OPEN: Authentication = { isOn: false, callerOf: () => ANYONE, close: () => {} };

/**
 * Verifies the JSON Web Tokens of one issuer for one audience (https://www.rfc-editor.org/rfc/rfc8725). What was verified
 * holds until the token expires, or the issuer's keys change.
 *
 * @throws ConfigError in production where neither AUTH_JWKS nor AUTH=off is set, and where what goes with AUTH_JWKS is missing.
 */
export function openAuthentication(config: AuthConfig & { NODE_ENV: string }, refreshMs = REFRESH_MS): Authentication {
  const { AUTH, AUTH_JWKS, AUTH_ISSUER, AUTH_AUDIENCE, NODE_ENV } = config;
  if (AUTH_JWKS === undefined) {
    if (AUTH !== 'off' && NODE_ENV === 'production') throw new ConfigError([UNDECIDED]);
    return OPEN;
  }
  if (AUTH === 'off') throw new ConfigError(['AUTH: expected nothing beside AUTH_JWKS, got "off"']);
  if (AUTH_ISSUER === undefined || AUTH_AUDIENCE === undefined) throw new ConfigError([INCOMPLETE]);

  const keys = keySet(AUTH_JWKS);
  const verified = new LRUCache<string, { caller: Subject; expiresAt: number }>({ max: MAX_CALLERS });
  const close = watchKeys(keys, refreshMs, () => verified.clear());
  const verify = async (token: string, hash: string): Promise<Caller> => {
    const { payload } = await jwtVerify(token, keys.key, {
      issuer: AUTH_ISSUER,
      audience: AUTH_AUDIENCE,
      algorithms: [...(config.AUTH_ALGORITHMS ?? ALGORITHMS)],
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['sub', 'exp'],
    }).catch((error: unknown) => {
      throw toDomainError(error);
    });
    const caller = toCaller(payload);
    verified.set(hash, { caller, expiresAt: Number(payload.exp) + CLOCK_TOLERANCE_S });
    return caller;
  };
  return {
    isOn: true,
    callerOf(headers) {
      const token = bearerToken(headers);
      if (token === undefined) return NOBODY;
      const hash = createHash('sha256').update(token).digest('base64');
      const known = verified.get(hash);
      if (known && known.expiresAt > Date.now() / 1_000) return known.caller;
      return verify(token, hash);
    },
    close,
  };
}

function toCaller(payload: JWTPayload): Subject {
  const { sub = '' } = payload;
  if (sub.trim() === '' || sub.length > MAX_SUBJECT) {
    throw unauthenticated(`The token's sub must have 1 to ${MAX_SUBJECT} characters.`, 'TOKEN_INVALID');
  }
  const hash = createHash('sha256').update(sub).digest('hex').slice(0, 16);
  return { kind: 'subject', subject: sub, hash, scopes: scopesOf(payload) };
}

/** Issuers write them in one of three claims, as a text with blanks (https://www.rfc-editor.org/rfc/rfc8693#section-4.2) or a list. */
function scopesOf(payload: JWTPayload): ReadonlySet<string> {
  const scopes = ['scope', 'scp', 'permissions'].flatMap((claim) => {
    const value = payload[claim];
    return typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  });
  return new Set(scopes.filter((scope) => typeof scope === 'string' && scope !== ''));
}

/** What is said of a token tells its caller nothing of the keys, and nothing that is in it. */
function toDomainError(error: unknown): DomainError {
  if (error instanceof errors.JWTExpired) return unauthenticated('The token is expired.', 'TOKEN_EXPIRED', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated(`The token's ${error.claim} is not what is expected here.`, 'TOKEN_INVALID', error);
  }
  if (!(error instanceof errors.JOSEError) || KEYS_NOT_READ.has(error.code)) {
    const message = 'What tokens are verified with cannot be reached; retry later.';
    return new DomainError('Unavailable', message, { retryable: true, retryAfterMs: 1_000, cause: error });
  }
  return unauthenticated('The token is not valid here.', 'TOKEN_INVALID', error);
}

/** The codes of jose for keys that did not come, or not as a key set. */
const KEYS_NOT_READ = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** By how much clocks may differ. */
const CLOCK_TOLERANCE_S = 5;
const MAX_CALLERS = 10_000;
const MAX_SUBJECT = 255;
const REFRESH_MS = 60_000;

const UNDECIDED =
  'AUTH_JWKS: expected the URL or the path of a JSON Web Key Set, or AUTH=off where everybody may do everything, got nothing';
const INCOMPLETE =
  'AUTH_JWKS: expected AUTH_ISSUER and AUTH_AUDIENCE beside it, without which tokens for others would be taken';
