import { readTokenAfter } from '../lists/newest-first-token.ts';

/** The order of a list that shows the newest first, for Prisma: entries of the same instant by falling id. */
export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** The same from its end on. */
export const oldestFirst = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];

/** The filter, for Prisma, of what comes after the token's entry; with `fromEnd` of what stands before it. */
export function whereAfter(list: string, token: string, fromEnd = false) {
  const after = readTokenAfter(list, token);
  if (!after) return {};
  const { createdAt, id } = after;
  // The first condition says nothing that the second does not, but an index can start from it.
  return fromEnd
    ? { createdAt: { gte: createdAt }, OR: [{ createdAt: { gt: createdAt } }, { id: { gt: id } }] }
    : { createdAt: { lte: createdAt }, OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] };
}
