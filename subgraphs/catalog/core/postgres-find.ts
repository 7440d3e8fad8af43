import { Prisma } from '../generated/prisma/client.ts';
import type { ProductFilter } from './asked-products.ts';
import { type ProductRow, productSelectList, toProduct } from './postgres-row.ts';
import { matches, type TextMatch, textMatches } from './postgres-search.ts';
import type { Part, ProductFinder, Selection } from './product-finder.ts';
import type { Position, SortOrder } from './product-position.ts';

type Sql = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Finds products in PostgreSQL: each part of a list with one statement. */
export function createPostgresFinder(db: Sql): ProductFinder<TextMatch> {
  return {
    ...textMatches(db),

    async read({ filter, match }, part, fields) {
      const columns = productSelectList(fields);
      const rows = await db.$queryRaw<ProductRow[]>(
        match ? matching(columns, filter, match, part) : listed(columns, filter, part),
      );
      return rows.map((row) => toProduct(row));
    },

    async count(selection, part, most) {
      const [row] = await db.$queryRaw<{ found: number }[]>(counted(selection, part, most));
      return row?.found ?? 0;
    },
  };
}

function listed(columns: Prisma.Sql, filter: ProductFilter, part: Part): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns} FROM products WHERE ${meets(filter)} AND ${after(part)}
    ORDER BY ${inOrder(part)} OFFSET ${part.offset} LIMIT ${part.limit}`;
}

/**
 * A common word is found soonest along the order's own index, a rare one by the index of terms, and the planner cannot tell
 * them apart: it takes every beginning of a word for 2% of all. So a sample of the first products says which it is, and
 * where it is wrong, which the next few thousand products show, the index of terms is asked after all.
 */
function matching(columns: Prisma.Sql, filter: ProductFilter, match: TextMatch, part: Part): Prisma.Sql {
  const { offset, limit } = part;
  const keys = Prisma.raw(ORDERS[part.order].columns.map((column, index) => `${column} AS key${index}`).join(', '));
  const byKeys = Prisma.join(
    ORDERS[part.order].columns.map((_, index) => Prisma.raw(`key${index} ${directionOf(part)}`)),
  );
  return Prisma.sql`
    WITH sample AS MATERIALIZED (
      SELECT count(*) FILTER (WHERE is_match) * ${COMMON} > count(*) AS is_common
      FROM (SELECT ${matches(match)} AS is_match FROM products WHERE ${meets(filter)}
            ORDER BY ${inOrder(part)} LIMIT ${SAMPLE}) AS first
    ), walked AS MATERIALIZED (
      SELECT * FROM (
        SELECT id, ${keys}, ${matches(match)} AS is_match FROM products
        WHERE ${meets(filter)} AND ${after(part)} AND (SELECT is_common FROM sample)
        ORDER BY ${inOrder(part)} LIMIT ${WALK}
      ) AS next
      WHERE is_match LIMIT ${offset + limit}
    ), found AS (
      SELECT * FROM walked WHERE (SELECT count(*) FROM walked) = ${offset + limit}
      UNION ALL
      (SELECT id, ${keys}, true FROM products
       WHERE (SELECT count(*) FROM walked) < ${offset + limit} AND ${meets(filter)} AND ${after(part)} AND ${matches(match)}
       OFFSET 0)
    ), page AS (
      SELECT id AS found_id, row_number() OVER (ORDER BY ${byKeys}) AS place FROM found
      ORDER BY ${byKeys} OFFSET ${offset} LIMIT ${limit}
    )
    SELECT ${columns} FROM page JOIN products ON id = found_id ORDER BY place`;
}

/** So many of the first products tell how common a word is, and one in so many is common. */
const SAMPLE = 500;
const COMMON = 50;
/** How many products are looked through for a common word. */
const WALK = 20_000;

function counted({ filter, match }: Selection<TextMatch>, part: Parameters<typeof after>[0], most: number): Prisma.Sql {
  const entries = Prisma.sql`
    SELECT 1 FROM products WHERE ${meets(filter)} AND ${after(part)} AND ${match ? matches(match) : Prisma.sql`true`}`;
  // The inner OFFSET keeps the planner from a way that is good for the first few alone.
  return Prisma.sql`SELECT count(*)::int AS found FROM (SELECT 1 FROM (${entries} OFFSET 0) AS entry LIMIT ${most}) AS entries`;
}

function meets({ archived, ids, currencyCode, minAmount, maxAmount }: ProductFilter): Prisma.Sql {
  const conditions = [archived ? Prisma.sql`archived` : Prisma.sql`NOT archived`];
  if (ids) conditions.push(Prisma.sql`id = ANY(${ids}::uuid[])`);
  if (currencyCode !== undefined) conditions.push(Prisma.sql`currency_code = ${currencyCode}::bpchar`);
  if (minAmount !== undefined) conditions.push(Prisma.sql`unit_price_minor >= ${minAmount}`);
  if (maxAmount !== undefined) conditions.push(Prisma.sql`unit_price_minor <= ${maxAmount}`);
  return Prisma.join(conditions, ' AND ');
}

/** What each order sorts by, all in one direction, and what a position's values are. An index holds each. */
const ORDERS: Record<SortOrder, { columns: readonly string[]; types: readonly string[]; isFalling: boolean }> = {
  NEWEST: { columns: ['created_at', 'id'], types: ['timestamptz', 'uuid'], isFalling: true },
  PRICE_ASC: { ...byPrice(), isFalling: false },
  PRICE_DESC: { ...byPrice(), isFalling: true },
  NAME: { columns: ['folded_name COLLATE "C"', 'id'], types: ['text', 'uuid'], isFalling: false },
};

function byPrice() {
  return { columns: ['currency_code', 'unit_price_minor', 'id'], types: ['bpchar', 'bigint', 'uuid'] };
}

function directionOf({ order, isBackward }: Pick<Part, 'order' | 'isBackward'>): 'ASC' | 'DESC' {
  return ORDERS[order].isFalling === isBackward ? 'ASC' : 'DESC';
}

function inOrder(part: Pick<Part, 'order' | 'isBackward'>): Prisma.Sql {
  return Prisma.raw(ORDERS[part.order].columns.map((column) => `${column} ${directionOf(part)}`).join(', '));
}

function after(part: Pick<Part, 'order' | 'isBackward' | 'after'> | undefined): Prisma.Sql {
  if (!part?.after) return Prisma.sql`true`;
  const { columns, types } = ORDERS[part.order];
  const values = toStored(part.order, part.after).map(
    (value, index) => Prisma.sql`${String(value)}::text::${Prisma.raw(types[index] ?? 'text')}`,
  );
  const sign = Prisma.raw(directionOf(part) === 'ASC' ? '>' : '<');
  return Prisma.sql`(${Prisma.raw(columns.join(', '))}) ${sign} (${Prisma.join(values)})`;
}

function toStored(order: SortOrder, [first = 0, ...others]: Position): Position {
  return order === 'NEWEST' ? [new Date(first).toISOString(), ...others] : [first, ...others];
}
