import { type Node, parse } from 'libpg-query';
import type { MigrationFile } from '@commerce/platform/postgres/migrate/migrations';
import { type Circumstances, type Fault, lintStatement } from './lint-statement.ts';

/** A fault, and the line where its statement begins. */
export interface PlacedFault extends Fault {
  line: number;
}

/** The statements of a migration, each with its line. @throws Error of PostgreSQL's parser. */
async function statementsOf(sql: string): Promise<{ statement: Node; line: number }[]> {
  const { stmts = [] } = await parse(sql);
  const bytes = Buffer.from(sql);
  return stmts.flatMap(({ stmt, stmt_location: start = 0 }) => {
    if (!stmt) return [];
    // A statement begins where the one before it ended, with the comments between them.
    const comments = /^(\s|--.*$|\/\*[^]*?\*\/)*/m.exec(bytes.subarray(start).toString('utf8'))?.[0] ?? '';
    return [{ statement: stmt, line: (bytes.subarray(0, start).toString('utf8') + comments).split('\n').length }];
  });
}

/** What a migration does that stops others, or cannot run. */
export async function lintMigration(
  { sql, manner }: MigrationFile,
  met: Omit<Circumstances, 'isBatched'>,
): Promise<PlacedFault[]> {
  let statements: Awaited<ReturnType<typeof statementsOf>>;
  try {
    statements = await statementsOf(sql);
  } catch (error) {
    return [{ ...fault(`is no SQL: ${error instanceof Error ? error.message : String(error)}`, 'Mend it.'), line: 1 }];
  }
  const faults = statements.flatMap(({ statement, line }) =>
    [
      ...lintStatement(statement, { ...met, isBatched: manner === 'in batches' }),
      ...(isConcurrent(statement) && manner !== 'outside a transaction'
        ? [
            fault(
              'works CONCURRENTLY, which no transaction can',
              'Give it a file of its own that says `-- migrate: outside a transaction`.',
            ),
          ]
        : []),
    ].map((found) => ({ ...found, line })),
  );
  if (manner === 'in a transaction' || statements.length === 1) return faults;
  const tooMany = fault(
    `is run ${manner}, and has ${statements.length} statements: it must have one`,
    'Give each a file of its own.',
  );
  return [...faults, { ...tooMany, line: 1 }];
}

/** The tables that a change makes. */
export async function tablesMadeBy(migrations: readonly MigrationFile[]): Promise<Set<string>> {
  const all = await Promise.all(migrations.map(({ sql }) => statementsOf(sql).catch(() => [])));
  const made = all.flat().flatMap(({ statement }) => {
    if ('CreateStmt' in statement) return statement.CreateStmt.relation?.relname ?? [];
    if ('CreateTableAsStmt' in statement) return statement.CreateTableAsStmt.into?.rel?.relname ?? [];
    return [];
  });
  return new Set(made);
}

function isConcurrent(statement: Node): boolean {
  if ('IndexStmt' in statement) return statement.IndexStmt.concurrent === true;
  return 'DropStmt' in statement && statement.DropStmt.concurrent === true;
}

function fault(message: string, advice: string): Fault {
  return { verdict: 'error', message, advice };
}
