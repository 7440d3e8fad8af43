import { toSnakeCase } from '../values/snake-case.ts';

/**
 * The columns of a table for a raw statement, each under the name that Prisma gives it: `"created_at" AS "createdAt"`.
 *
 * @param fields of the Prisma model, each with its column's name in snake case.
 * @param asText those whose numbers JSON would round.
 */
export function selectList(fields: readonly string[], asText: readonly string[] = []): string {
  return fields
    .map((field) => `"${toSnakeCase(field)}"${asText.includes(field) ? '::text' : ''} AS "${field}"`)
    .join(', ');
}

/** The same columns for a query of Prisma's: `{ select: { createdAt: true } }`. */
export function selectOf<Column extends string>(columns: readonly Column[]): { [Name in Column]?: true } {
  return Object.fromEntries(columns.map((column) => [column, true as const])) as { [Name in Column]?: true };
}
