import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import type { Read } from '@commerce/platform/values/partial-read';
import { Prisma } from '../generated/prisma/client.ts';
import { type ProductRow, productSelectList, toProduct } from './postgres-row.ts';
import type { ProductChange, ProductFields, ReadProduct } from './product.ts';
import { readSearchToken, searchList, searchTokenAfter } from './search-token.ts';
import { isOneTypoApart, MIN_TYPO_LETTERS, wordsOf } from './search-words.ts';

/** Remembers the words of a product, so that a mistyped one can be told from them. One statement, or none. */
export async function addSearchWords(db: Sql, { name = '', description = '' }: ProductChange): Promise<void> {
  const words = wordsOf(`${name} ${description}`);
  if (words.length === 0) return;
  // In one order for all writers, so that two of them cannot wait for each other.
  await db.$executeRaw`
    INSERT INTO search_words (word, spellings)
    SELECT form, spellings_of(form)
    FROM (SELECT DISTINCT form FROM search_forms_of(${words}::text[]) ORDER BY form) AS forms
    ON CONFLICT (word) DO NOTHING`;
}

/** Two statements: what the words of the query may stand for, and the products that have them all. */
export async function searchProducts(
  db: Sql,
  query: string,
  { pageSize, pageToken, skip }: PageRequest,
  fields: ProductFields,
): Promise<Page<ReadProduct>> {
  const words = [...new Set(wordsOf(query))];
  const list = searchList(words);
  const after = readSearchToken(list, pageToken);
  const { ignored, similar } = await lookUp(db, words);
  // Who asks for nothing but words that English ignores means those words.
  const wanted = words.every((word) => ignored.has(word)) ? words : words.filter((word) => !ignored.has(word));
  if (wanted.length === 0) return { items: [], pageTokens: [], nextPageToken: '' };

  const exact = allOf(wanted.map((word) => exactly(word)));
  const inName = allOf(wanted.map((word) => exactly(word, 'A')));
  const tolerant = allOf(wanted.map((word) => roughly(word, similar.get(word) ?? [])));
  const rows = await db.$queryRaw<FoundRow[]>`
    SELECT * FROM (
      SELECT ${productSelectList({ ...fields, createdAt: true })},
             -- Without typos before with, then all words in the name before not, then how much of the text they are.
             (4 * (search_vector @@ ${exact})::int + 2 * (search_vector @@ ${inName})::int
               + least(ts_rank(search_vector, ${tolerant}), 1))::float8 AS score
      FROM products WHERE NOT archived AND search_vector @@ ${tolerant}
    ) found
    ${after ? Prisma.sql`WHERE (score, "createdAt", id) < (${after.score}, ${after.createdAt}, ${after.id}::uuid)` : Prisma.empty}
    ORDER BY score DESC, "createdAt" DESC, id DESC OFFSET ${skip} LIMIT ${pageSize + 1}`;
  const { items, ...tokens } = toPage(rows, pageSize, (row) => searchTokenAfter(list, row));
  return { items: items.map(foundProduct), ...tokens };
}

type Sql = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;
type FoundRow = Read<ProductRow, 'id' | 'createdAt'> & { score: number };

function foundProduct(found: FoundRow): ReadProduct {
  const { score: _, ...row } = found;
  return toProduct(row);
}

/** Words that English ignores, and for each word of the query the known words that are one typo from it. */
async function lookUp(db: Sql, words: string[]): Promise<{ ignored: Set<string>; similar: Map<string, string[]> }> {
  const rows = await db.$queryRaw<{ word: string; form: string | null; known: string | null }[]>`
    SELECT word, NULL AS form, NULL AS known
    FROM unnest(${words}::text[]) AS word WHERE ts_lexize('english_stem', word) = '{}'
    UNION
    SELECT asked.word, asked.form, search_words.word
    FROM search_forms_of(${words}::text[]) AS asked
    CROSS JOIN LATERAL unnest(spellings_of(asked.form)) AS spelling
    JOIN search_words ON search_words.spellings @> ARRAY[spelling]`;
  const similar = new Map(words.map((word): [string, string[]] => [word, []]));
  for (const { word, form, known } of rows) {
    if (form !== null && known !== null && isLikelyTypo(form, known)) similar.get(word)?.push(known);
  }
  return { ignored: new Set(rows.filter(({ known }) => known === null).map(({ word }) => word)), similar };
}

function isLikelyTypo(form: string, known: string): boolean {
  return Math.max([...form].length, [...known].length) >= MIN_TYPO_LETTERS && isOneTypoApart(form, known);
}

/** By its stem or its beginning. `weight` A: in the name alone. Words are letters and digits, so they need no quoting. */
function exactly(word: string, weight = ''): Prisma.Sql {
  const stem = weight && `:${weight}`;
  return Prisma.sql`(to_tsquery('english', ${word + stem}) || to_tsquery('simple', ${`${word}:*${weight}`}))`;
}

function roughly(word: string, similar: string[]): Prisma.Sql {
  if (similar.length === 0) return exactly(word);
  return Prisma.sql`(${exactly(word)} || to_tsquery('simple', ${similar.join(' | ')}))`;
}

function allOf(queries: Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(queries, ' && ')})`;
}
