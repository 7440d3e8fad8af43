import { readTokenAfter } from '../lists/newest-first-token.ts';

/** The order of a list that shows the newest first, for Prisma: entries of the same instant by falling id. */
export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

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
