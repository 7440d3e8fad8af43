import { unauthenticated } from './unauthenticated.ts';

/**
 * The token that a caller sends (https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
 *
 * @param headers every `Authorization` header of the request.
 * @returns undefined when there is none.
 * @throws DomainError Unauthenticated for several, or for credentials of another kind: whoever sends them is not to be
 *   taken for nobody, and answered as if that were all they may see.
 */
export function bearerToken(headers: readonly string[]): string | undefined {
  const [header] = headers;
  if (header === undefined) return undefined;
  if (headers.length > 1) throw unauthenticated('There must be one Authorization header.', 'AUTHORIZATION_INVALID');
  const [, token] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(header) ?? [];
  if (token === undefined || token.length > MAX_TOKEN) {
    const expected = `Authorization must be "Bearer" and a token of at most ${MAX_TOKEN} characters.`;
    throw unauthenticated(expected, 'AUTHORIZATION_INVALID');
  }
  return token;
}

/** As much as gRPC's metadata holds beside the rest. */
const MAX_TOKEN = 6_000;
