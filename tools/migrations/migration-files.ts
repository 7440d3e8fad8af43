import type { Difference } from '@commerce/testkit/migrations/schema-difference';

/** A folder to be made under `migrations/`, and the text of its migration.sql. */
export interface NewMigration {
  name: string;
  sql: string;
}

/**
 * The migrations that make a difference, for a person to edit: one for the tables, and one for each index of a table that is
 * there, which is made concurrently. What the schema has no longer is a comment: cores of the version before read it.
 *
 * @param title what it does, in a few words.
 * @param last the name of the domain's last migration: the new ones come after it.
 */
export function migrationFiles(
  { missing, surplus }: Difference,
  { title, last = '', now = new Date() }: { title: string; last?: string | undefined; now?: Date },
): NewMigration[] {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const first = BigInt(Math.max(Number(stamp), Number(/^\d{14}/.exec(last)?.[0] ?? 0) + 1));
  const made = new Set(missing.flatMap((statement) => /^CREATE TABLE ("[^"]+")/.exec(statement)?.[1] ?? []));
  const isConcurrent = (statement: string) => {
    const table = /^CREATE (?:UNIQUE )?INDEX "[^"]+" ON ("[^"]+")/.exec(statement)?.[1];
    return table !== undefined && !made.has(table);
  };
  const indexes = missing.filter(isConcurrent).map((statement) => ({
    suffix: `_${/INDEX "([^"]+)"/.exec(statement)?.[1]}`,
    sql: `-- migrate: outside a transaction\n${statement.replace(/INDEX/, 'INDEX CONCURRENTLY IF NOT EXISTS')}\n`,
  }));
  const rest = missing.filter((statement) => !isConcurrent(statement));
  const later = surplus.map((statement) => `${LATER}\n${statement.replaceAll(/^/gm, '-- ')}`);
  const tables =
    rest.length > 0 || later.length > 0 ? [{ suffix: '', sql: `${[...rest, ...later].join('\n\n')}\n` }] : [];
  return [...tables, ...indexes].map(({ suffix, sql }, at) => ({
    name: `${first + BigInt(at)}_${slug}${suffix}`,
    sql,
  }));
}

const LATER = '-- In a migration of the next version, when no core reads it any more:';
