import { Prisma } from '../generated/prisma/client.ts';
import type { ProductFilter } from './asked-products.ts';
import { type ProductRow, productSelectList, toProduct } from './postgres-row.ts';
import { eachMatchByIndex, matches, matchesByIndex, type TextMatch, textMatches } from './postgres-search.ts';
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

function matching(columns: Prisma.Sql, filter: ProductFilter, match: TextMatch, part: Part): Prisma.Sql {
  const { offset, limit } = part;
  const byKeys = Prisma.join(
    ORDERS[part.order].columns.map((_, index) => Prisma.raw(`key${index} ${directionOf(part)}`)),
  );
  return Prisma.sql`
    WITH ${found(filter, match, part, offset + limit)}, page AS (
      SELECT id AS found_id, row_number() OVER (ORDER BY ${byKeys}) AS place FROM found
      ORDER BY ${byKeys} OFFSET ${offset} LIMIT ${limit}
    )
    SELECT ${columns} FROM page JOIN products ON id = found_id ORDER BY place`;
}

type CountedPart = Omit<Part, 'offset' | 'limit'>;

/**
 * Pages of the table at random tell how to count: not at all, where there are far more than are counted; one after the other what
 * the filter leaves, where that is little; else by the index of terms, which is left as soon as it gave as many. For words of one
 * or two letters it knows no beginnings: those are walked for, as in a list.
 */
function counted({ filter, match }: Selection<TextMatch>, part: CountedPart | undefined, most: number): Prisma.Sql {
  const inList = Prisma.sql`${meets(filter)} AND ${after(part)}`;
  const isMatch = match ? matches(match) : Prisma.sql`true`;
  const byIndex = (match ? eachMatchByIndex(match) : [isMatch]).map(
    (condition) => Prisma.sql`(SELECT id FROM products WHERE ${inList} AND ${condition} LIMIT ${most})`,
  );
  if (match?.isShort) {
    const walked = Prisma.sql`
      SELECT id, ${isMatch} AS is_match FROM products WHERE ${inList}
      ORDER BY ${inOrder(part ?? NEWEST)} LIMIT ${SHORT_WALK}`;
    byIndex.push(Prisma.sql`(SELECT id FROM (${walked}) AS walked WHERE is_match)`);
  }
  return Prisma.sql`
    WITH size AS MATERIALIZED (
      SELECT greatest(pg_relation_size('products') / ${PAGE_BYTES}::int, ${SAMPLE_PAGES}::int) AS pages
    ), sample AS MATERIALIZED (
      SELECT count(*) AS listed, count(*) FILTER (WHERE ${isMatch}) AS matching
      FROM products TABLESAMPLE SYSTEM (100.0 * ${SAMPLE_PAGES}::int / (SELECT pages FROM size)) WHERE ${inList}
    ), whole AS (
      SELECT pages = ${SAMPLE_PAGES} AS is_sampled, listed * pages / ${SAMPLE_PAGES}::int AS listed,
        matching * pages / ${SAMPLE_PAGES}::int AS matching
      FROM sample, size
    )
    SELECT least(${most}, CASE
      WHEN is_sampled OR matching > ${Math.ceil(most * SURELY_MORE)} THEN matching
      WHEN listed < ${FEW} THEN (
        SELECT count(*) FROM (SELECT FROM products WHERE ${inList} AND ${isMatch} LIMIT ${most}) AS entries)
      ELSE (SELECT count(*) FROM (${Prisma.join(byIndex, ' UNION ')}) AS entries)
    END)::int AS found FROM whole`;
}

/** Of a page of PostgreSQL, unless it was compiled for others. */
const PAGE_BYTES = 8_192;
/** About 7,000 products, in a few milliseconds. A smaller table is counted by them alone. */
const SAMPLE_PAGES = 1_200;
/**
 * Where it is wrong, a list of a little less than 10,000 is said to have 10,000 or more. Where all that match lie side by side, that
 * happens less than once in 100,000 counts of such a list, and otherwise never.
 */
const SURELY_MORE = 2.5;
/** So many are looked through sooner than the index of terms gathers what a common word has. */
const FEW = 15_000;

const NEWEST: CountedPart = { order: 'NEWEST', isBackward: false, after: undefined };

/**
 * The CTE `found`: products that match, and the keys that the order sorts by; the first `need` of them, and maybe more.
 *
 * What many products have is found soonest along the order's own index, what few have by the index of terms, and the planner
 * cannot tell them apart: it takes every beginning of a word for 2% of all. So a sample of the first products says which it
 * is, and where it is wrong, which the next thousands of products show, the index of terms is asked after all.
 */
function found(filter: ProductFilter, match: TextMatch, part: CountedPart, need: number): Prisma.Sql {
  const keys = Prisma.raw(ORDERS[part.order].columns.map((column, index) => `${column} AS key${index}`).join(', '));
  return Prisma.sql`
    sample AS MATERIALIZED (
      SELECT ${match.isShort} OR count(*) FILTER (WHERE is_match) * ${COMMON} > count(*) AS is_walked
      FROM (SELECT ${matches(match)} AS is_match FROM products WHERE ${meets(filter)}
            ORDER BY ${inOrder(part)} LIMIT ${SAMPLE}) AS first
    ), walked AS MATERIALIZED (
      SELECT * FROM (
        SELECT id, ${keys}, ${matches(match)} AS is_match FROM products
        WHERE ${meets(filter)} AND ${after(part)} AND (SELECT is_walked FROM sample)
        ORDER BY ${inOrder(part)} LIMIT ${match.isShort ? SHORT_WALK : WALK}
      ) AS next
      WHERE is_match LIMIT ${need}
    ), indexed AS (
      SELECT id, ${keys}, true AS is_match FROM products
      WHERE (SELECT count(*) FROM walked) < ${need} AND ${meets(filter)} AND ${after(part)} AND ${matchesByIndex(match)}
      OFFSET 0
    ), found AS (SELECT * FROM walked UNION SELECT * FROM indexed)`;
}

/**
 * A product costs a walk about 2 µs, and the index of terms 10 µs, for it jumps. So what one in 200 has is found sooner by the
 * walk: 100 of it among 20,000.
 */
const SAMPLE = 2_000;
const COMMON = 200;
/** How many products are looked through at most; then the index is asked, which knows no beginnings of one or two letters. */
const WALK = 40_000;
const SHORT_WALK = 20_000;

function meets({ archived, ids, currencyCode, minAmount, maxAmount }: ProductFilter): Prisma.Sql {
  const conditions = [
    archived === undefined ? Prisma.sql`true` : archived ? Prisma.sql`archived` : Prisma.sql`NOT archived`,
  ];
  if (ids) conditions.push(Prisma.sql`id = ANY(${ids}::uuid[])`);
  if (currencyCode !== undefined) conditions.push(Prisma.sql`currency_code = ${currencyCode}::bpchar`);
  if (minAmount !== undefined) conditions.push(Prisma.sql`unit_price_minor >= ${minAmount}`);
  if (maxAmount !== undefined) conditions.push(Prisma.sql`unit_price_minor <= ${maxAmount}`);
  return Prisma.join(conditions, ' AND ');
}

/** What each order sorts by, all in one direction, and what a position's values are. An index holds each, and each of what is archived. */
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
