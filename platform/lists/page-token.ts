import { invalidArgument } from '../errors/domain-error.ts';

/**
 * Page tokens are opaque to callers. Inside stand the list's name and the sort values of one entry, so that a page goes
 * on after that entry even when others were added or removed since. A token gives no right: with a forged one a
 * caller reads only what the list shows anyway.
 */
export function encodePageToken(list: string, position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

/**
 * @returns the position, of which the store must still check that it has the parts which it expects.
 * @throws DomainError InvalidArgument for a token that is garbled or of another list.
 */
export function decodePageToken(list: string, token: string): unknown[] {
  const [tokenList, ...position] = parse(token);
  if (tokenList !== list) throw badPageToken();
  return position;
}

export function badPageToken() {
  return invalidArgument([{ field: 'pageToken', description: 'must be a token that this list gave out' }]);
}

function parse(token: string): unknown[] {
  // Node's decoder passes over what is not base64url: a token with rubbish in it would be taken for the one without.
  if (Buffer.from(token, 'base64url').toString('base64url') !== token) return [];
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
