import { parseSync, Visitor } from 'oxc-parser';

export interface Import {
  /** As it is written: `./service.ts`, `@commerce/platform/log`, `zod`. */
  specifier: string;
  line: number;
}

/**
 * All that a TypeScript or JavaScript file imports, for its values or its types: import and export declarations,
 * `import()` of a literal, `import('…').Type`, `import x = require('…')`.
 *
 * @throws Error when the file cannot be parsed.
 */
export function readImports(file: string, text: string): Import[] {
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const imports: Import[] = [];
  const add = ({ value, start }: { value: string; start: number }) =>
    imports.push({ specifier: value, line: text.slice(0, start).split('\n').length });
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => source && add(source),
    TSImportType: ({ source }) => add(source),
    TSExternalModuleReference: ({ expression }) => add(expression),
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') add({ ...source, value: source.value });
      const quasi = source.type === 'TemplateLiteral' && source.expressions.length === 0 && source.quasis[0];
      if (quasi) add({ value: quasi.value.cooked ?? quasi.value.raw, start: source.start });
    },
  }).visit(program);
  return imports;
}
