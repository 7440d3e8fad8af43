import { expect, test } from 'vitest';
import { selectList } from '../../postgres/select-list.ts';

test('columns have the names that Prisma gives them, and come as a text where it is asked for', () => {
  expect(selectList(['id', 'createdAt', 'unitPriceMinor'], ['unitPriceMinor'])).toBe(
    '"id" AS "id", "created_at" AS "createdAt", "unit_price_minor"::text AS "unitPriceMinor"',
  );
});
