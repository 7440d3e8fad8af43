import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Domain } from '@commerce/platform/domain';
import { openSchema } from '@commerce/platform/postgres/direct-connection';
import { migrate } from '@commerce/platform/postgres/migrate';
import pg from 'pg';
import { withSchemaEngine } from './schema-engine.ts';

/** What a Prisma schema says beside the migrations. */
export interface Difference {
  /** The statements, in SQL, that would give a migrated database what the schema has. */
  missing: string[];
  /** Those that would take away what the schema has no longer: for a later version, when no core reads it any more. */
  surplus: string[];
}

/**
 * Compares what a domain's migrations make with its schema.prisma, by Prisma's own engine.
 *
 * @param url of a database that is empty, or migrated.
 */
export async function schemaDifference(
  url: string,
  domain: Pick<Domain, 'name' | 'prismaFolder'>,
): Promise<Difference> {
  await migrate(url, domain);
  const content = await readFile(join(domain.prismaFolder, 'schema.prisma'), 'utf8');
  const files = [{ path: 'schema.prisma', content }];
  const { stdout } = await withSchemaEngine(url, content, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      // Platform's, which no domain's schema has.
      filters: { externalTables: ['public.requests', 'public._prisma_migrations'], externalEnums: [] },
    }),
  );
  const computed = await computedColumns(url);
  const statements = (stdout ?? '')
    .split(/^-- .*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean)
    .flatMap((statement) => splitAlterTable(statement, computed));
  const isSurplus = (statement: string) => /^(DROP|ALTER TABLE "[^"]+" DROP)\b/.test(statement);
  return {
    missing: statements.filter((each) => !isSurplus(each)),
    surplus: statements.filter(isSurplus),
  };
}

/** Prisma takes what a column is computed from for a default, and has no words for it. @returns what it would do to them. */
async function computedColumns(url: string): Promise<string[]> {
  const { connectionString } = await openSchema(url);
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT c.relname AS table, a.attname AS column FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.attgenerated <> '' AND c.relnamespace = current_schema()::regnamespace`,
  );
  await client.end();
  return rows.map(({ table, column }) => `ALTER TABLE "${table}" ALTER COLUMN "${column}" DROP DEFAULT`);
}

/** Prisma makes one statement of all that changes in a table: what is added and what is taken away go separate ways. */
function splitAlterTable(statement: string, computed: readonly string[]): string[] {
  const [, table, actions] = /^(ALTER TABLE "[^"]+") ([^]*);$/.exec(statement) ?? [];
  if (!table || !actions) return [statement];
  const parts = actions.split(/,\n(?=ADD |DROP |ALTER )/).filter((part) => !computed.includes(`${table} ${part}`));
  const [surplus, missing] = [
    parts.filter((part) => /^DROP (COLUMN|CONSTRAINT)/.test(part)),
    parts.filter((part) => !/^DROP (COLUMN|CONSTRAINT)/.test(part)),
  ];
  return [missing, surplus].filter(({ length }) => length > 0).map((some) => `${table} ${some.join(',\n')};`);
}
