import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { SelectionRecipe } from './recipe.ts';

/** Names that a router needs for itself, or that other fields have, before harmless ones. */
const ALIASES = ['id', 'f0', '__typename', 'code', 'common', 'f1', '_entities'];
const VARIABLES = ['representations', 'id', 'f0', 'if', 'x'];
const VALUES: Record<string, unknown[]> = {
  Int: [0, 3, 4, null],
  In: [{ a: 2, b: ['c'] }, { b: [] }, {}, null],
  Color: ['RED', 'BLUE', 'GREEN'],
};

/**
 * The operation that recipes mean over a schema. It is valid but for what only GraphQL's rule of overlapping fields sees
 * in fragments.
 */
export function operationOfRecipe(
  schema: GraphQLSchema,
  recipe: SelectionRecipe[],
): { query: string; variables: Record<string, unknown> } {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];
  /** What stands at each path of the response, so that an alias that would not be valid gets another name. */
  const taken = new Map<string, { parent: GraphQLCompositeType; what: string; shape: string }[]>();
  let count = 0;

  function variable(type: string, value: unknown, how: number): string {
    const name = VARIABLES[declared.length] ?? `v${declared.length}`;
    const given = how % 3 !== 0;
    if (given) variables[name] = value;
    const byDefault = given && how % 2 === 0 ? '' : ` = ${literal(value)}`;
    const nullable = value === null ? type.replace(/!$/, '') : type;
    // Null is no default of a type that forbids it.
    declared.push(`$${name}: ${nullable}${byDefault}`);
    return `$${name}`;
  }

  function argument(each: GraphQLArgument, at: number): string | undefined {
    const named = getNamedType(each.type).name;
    const required = isRequiredArgument(each);
    if (at % 4 === 0 && !required) return undefined;
    const choice = VALUES[named] ?? [null];
    const value = choice[at % choice.length] ?? (required ? choice[0] : null);
    return `${each.name}: ${at % 4 > 1 ? variable(String(each.type), value, at) : literal(value)}`;
  }

  function directives(recipes: SelectionRecipe): string {
    const { directive, which } = recipes;
    const value = which % 3 !== 0;
    if (directive < 11) return '';
    if (directive === 11) return ` @include(if: ${value})`;
    if (directive === 12) return ` @skip(if: ${!value})`;
    return ` @${directive % 2 === 0 ? 'skip' : 'include'}(if: ${variable('Boolean!', (directive % 2 === 0) !== value, which)})`;
  }

  function field(parent: GraphQLCompositeType, each: SelectionRecipe, path: string): string {
    const fields = fieldsOf(parent);
    // The last choice, and the rarest, is __typename.
    const chosen = fields[Math.floor((each.which % (2 * fields.length + 1)) / 2)];
    const args = (chosen?.args ?? []).flatMap((one) => argument(one, each.argument) ?? []);
    const name = chosen?.name ?? '__typename';
    const what = `${name}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
    const type = chosen ? getNamedType(chosen.type) : undefined;
    const composite = isCompositeType(type) ? type : undefined;
    const shape = chosen ? String(chosen.type).replace(composite?.name ?? '', '') : 'String!';
    const wanted = each.alias > 8 ? (ALIASES[each.alias - 9] ?? name) : name;
    const others = taken.get(path) ?? [];
    const fits = (key: string) =>
      others.every(
        (other) =>
          !other.what.startsWith(`${key}:`) ||
          (other.shape === shape &&
            (other.what === `${key}:${what}` ||
              (isObjectType(parent) && isObjectType(other.parent) && parent !== other.parent))),
      );
    const key = [wanted, name, `u${(count += 1)}`].find(fits) ?? name;
    taken.set(path, [...others, { parent, what: `${key}:${what}`, shape }]);
    const below = composite ? selections(composite, each.below, `${path}.${key}`) : '';
    return `${key === name ? '' : `${key}: `}${what}${directives(each)}${below}`;
  }

  function selection(parent: GraphQLCompositeType, each: SelectionRecipe, path: string): string {
    if (each.kind <= 5) return field(parent, each, path);
    if (each.kind === 8) return `...${directives(each)}${selections(parent, each.below, path)}`;
    const overlapping = Object.values(schema.getTypeMap()).filter(
      (type): type is GraphQLCompositeType =>
        isCompositeType(type) && !type.name.startsWith('__') && overlap(schema, type, parent),
    );
    const type = overlapping[each.which % overlapping.length] ?? parent;
    const head = `on ${type.name}`;
    if (each.kind === 6) return `... ${head}${directives(each)}${selections(type, each.below, path)}`;
    const name = `F${fragments.length}`;
    const place = fragments.push('') - 1;
    fragments[place] = `fragment ${name} ${head}${selections(type, each.below, path)}`;
    return `...${name}${directives(each)}`;
  }

  function selections(parent: GraphQLCompositeType, recipes: SelectionRecipe[], path: string): string {
    const chosen = recipes.length > 0 ? recipes : plain(parent);
    return ` { ${chosen.map((each) => selection(parent, each, path)).join(' ')} }`;
  }

  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no queries.');
  const text = selections(query, recipe, '');
  const head = declared.length > 0 ? `query (${declared.join(', ')})` : 'query';
  return { query: [`${head}${text}`, ...fragments].join('\n'), variables };
}

function fieldsOf(type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] {
  return 'getFields' in type ? Object.values(type.getFields()) : [];
}

/** The first leaves of a type, or else __typename. */
function plain(type: GraphQLCompositeType): SelectionRecipe[] {
  const fields = fieldsOf(type);
  const leaves = fields.flatMap((field, at) =>
    isCompositeType(getNamedType(field.type)) || field.args.some(isRequiredArgument) ? [] : [2 * at],
  );
  return (leaves.length > 0 ? leaves.slice(0, 3) : [2 * fields.length]).map((which) => ({
    which,
    kind: 0,
    alias: 0,
    argument: 0,
    directive: 0,
    below: [],
  }));
}

function overlap(schema: GraphQLSchema, one: GraphQLCompositeType, other: GraphQLCompositeType): boolean {
  const objects = isAbstractType(other) ? schema.getPossibleTypes(other) : [other];
  return isAbstractType(one)
    ? schema.getPossibleTypes(one).some((type) => objects.includes(type))
    : objects.some((type) => type === one);
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, each]) => `${key}: ${literal(each)}`)
      .join(', ')}}`;
  }
  return typeof value === 'string' && /^[A-Z]+$/.test(value) ? value : JSON.stringify(value);
}
