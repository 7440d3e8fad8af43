/** A column as a Prisma schema describes it. */
export interface Column {
  name: string;
  /** Is it never null? */
  isRequired: boolean;
}

/**
 * The tables that a Prisma schema stands for, each with its columns: what the client made of it reads and writes.
 *
 * @param schema the text of a schema.prisma.
 * @see https://www.prisma.io/docs/orm/reference/prisma-schema-reference
 */
export function tablesIn(schema: string): Map<string, Column[]> {
  const text = schema.replaceAll(/^\s*\/\/.*$/gm, '');
  const models = [...text.matchAll(/^model\s+(\w+)\s*\{([^]*?)^\}/gm)].map(([, model = '', body = '']) => ({
    model,
    body,
  }));
  const names = new Set(models.map(({ model }) => model));
  return new Map(
    models.map(({ model, body }) => {
      const fields = [...body.matchAll(FIELD)].map(({ groups }) => groups as unknown as Field);
      const columns = fields
        .filter(({ type }) => !names.has(type))
        .map(({ field, optional, attributes }) => ({
          name: /@map\("([^"]+)"\)/.exec(attributes)?.[1] ?? field,
          isRequired: optional !== '?',
        }));
      return [/@@map\("([^"]+)"\)/.exec(body)?.[1] ?? model, columns];
    }),
  );
}

interface Field {
  field: string;
  type: string;
  optional: string | undefined;
  attributes: string;
}

const FIELD = /^\s*(?<field>\w+)[ \t]+(?<type>Unsupported\("[^"]*"\)|\w+)(?:\[\])?(?<optional>\?)?(?<attributes>.*)$/gm;
