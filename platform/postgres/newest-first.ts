import { z } from 'zod';
import { badPageToken, decodePageToken, encodePageToken } from '../input/page-token.ts';

/** What a list that shows the newest first sorts by. */
export interface Dated {
  id: string;
  createdAt: Date;
}

/** The order of such a list, for Prisma: entries of the same instant by falling id. */
export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

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

/** The filter, for Prisma, of what comes after the token's entry. */
export function whereAfter(list: string, token: string) {
  const after = readTokenAfter(list, token);
  if (!after) return {};
  // The first condition says nothing that the second does not, but an index can start from it.
  return {
    createdAt: { lte: after.createdAt },
    OR: [{ createdAt: { lt: after.createdAt } }, { id: { lt: after.id } }],
  };
}

const MAX_DATE_MS = 8_640_000_000_000_000;
const POSITION = z.tuple([z.number().int().min(0).max(MAX_DATE_MS), z.guid()]);
