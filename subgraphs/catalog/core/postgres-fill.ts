import type { PrismaClient } from '../generated/prisma/client.ts';
import { writeSearchTerms } from './postgres-search.ts';

/**
 * Writes the search terms of some of the products that a version before this one wrote.
 *
 * @returns how many it looked at: 0 when all have terms.
 */
export async function fillSearchTerms(db: PrismaClient): Promise<number> {
  const products = await db.$queryRaw<{ id: string; name: string; description: string }[]>`
    SELECT id, name, description FROM products WHERE search_terms IS NULL ORDER BY id LIMIT ${BATCH}`;
  if (products.length > 0) await writeSearchTerms(db, products);
  return products.length;
}

const BATCH = 200;
