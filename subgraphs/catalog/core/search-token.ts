import { createHash } from 'node:crypto';
import { badPageToken, decodePageToken, encodePageToken } from '@commerce/platform/lists/page-token';
import { z } from 'zod';

/** What a search sorts by: the best first, then the newest, then by falling id. */
export interface SearchPosition {
  score: number;
  createdAt: Date;
  id: string;
}

/** Names a query's list in its page tokens, so that another query's tokens are refused. */
export function searchList(words: readonly string[]): string {
  return `search:${createHash('sha256').update(words.join(' ')).digest('base64url').slice(0, 12)}`;
}

export function searchTokenAfter(list: string, { score, createdAt, id }: SearchPosition): string {
  return encodePageToken(list, [score, createdAt.getTime(), id]);
}

/** @returns undefined for the empty token. @throws DomainError InvalidArgument for a token that is not the list's. */
export function readSearchToken(list: string, token: string): SearchPosition | undefined {
  if (token === '') return undefined;
  const { success, data } = POSITION.safeParse(decodePageToken(list, token));
  if (!success) throw badPageToken();
  const [score, createdAt, id] = data;
  return { score, createdAt: new Date(createdAt), id };
}

const POSITION = z.tuple([z.number(), z.number().int().min(0).max(8_640_000_000_000_000), z.guid()]);
