import { z } from 'zod';
import { badPageToken, decodePageToken, encodePageToken } from './page-token.ts';

/** What a list that shows the newest first sorts by. */
export interface Dated {
  id: string;
  createdAt: Date;
}

/** The token that goes on after an entry of the list. */
export function tokenAfter(list: string, { createdAt, id }: Dated): string {
  return encodePageToken(list, [createdAt.getTime(), id]);
}

/** The entry that a token goes on after; undefined for the empty token. @throws DomainError InvalidArgument for a token that is not the list's. */
export function readTokenAfter(list: string, token: string): Dated | undefined {
  if (token === '') return undefined;
  const { success, data } = POSITION.safeParse(decodePageToken(list, token));
  if (!success) throw badPageToken();
  return { createdAt: new Date(data[0]), id: data[1] };
}

const MAX_DATE_MS = 8_640_000_000_000_000;
const POSITION = z.tuple([z.number().int().min(0).max(MAX_DATE_MS), z.guid()]);
