import {
  buildASTSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';

/**
 * How many entries a field may have, given its arguments: a list, or an object that stands for the list in it; 1 for what
 * is neither.
 *
 * @param parent the name of the type that the field is of.
 */
export type ListSize = (parent: string, field: string, args: Readonly<Record<string, unknown>>) => number;

/**
 * Reads the sizes of lists out of a supergraph, where its subgraphs say them
 * (https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-List-Size-Directive): `@listSize` on a field names the most
 * that a list has, the arguments that ask for less, and the lists in an object that are as long as its field says.
 * It can name arguments alone; within an input object `@pageSize` marks the field that asks for less.
 */
export function listSizes(supergraphSdl: string): ListSize {
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValid: true });
  const fields = fieldsOf(schema);
  const sizedAbove = listsSizedAbove(fields);
  const sizes = new Map(
    fields.flatMap(({ coordinate, field, said }) => {
      const isList = isListType(getNullableType(field.type));
      if (!said && (!isList || sizedAbove.has(coordinate))) return [];
      return [[coordinate, { most: said?.assumedSize, asks: field.args.flatMap((arg) => asksOf(arg, said)) }] as const];
    }),
  );
  return (parent, field, args) => {
    const size = sizes.get(`${parent}.${field}`);
    if (!size) return 1;
    const asked = size.asks.map((ask) => ask(args)).filter((value) => typeof value === 'number');
    if (asked.length === 0) return size.most ?? UNSAID_SIZE;
    return Math.min(Math.max(0, ...asked), size.most ?? Infinity);
  };
}

/** What a list counts for whose subgraph says nothing: as long as a page may be. */
const UNSAID_SIZE = 100;

/** The arguments of `@listSize`. */
interface Said {
  assumedSize?: number | null;
  slicingArguments?: string[] | null;
  sizedFields?: string[] | null;
}

interface Located {
  coordinate: string;
  field: GraphQLField<unknown, unknown>;
  said: Said | undefined;
}

function fieldsOf(schema: GraphQLSchema): Located[] {
  const directive = schema.getDirectives().find(({ name }) => LIST_SIZE.test(name));
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        coordinate: `${type.name}.${field.name}`,
        field,
        said: directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined,
      })),
    );
}

/** With the prefix where no subgraph imports it by its name. */
const LIST_SIZE = /^((cost|federation)__)?listSize$/;
const PAGE_SIZE = /^(paging__)?pageSize$/;

/** The lists that are sized by every field that leads to them. */
function listsSizedAbove(fields: readonly Located[]): Set<string> {
  const sized = new Set<string>();
  const unsized = new Set<string>();
  for (const { field, said } of fields) {
    const type = getNamedType(field.type);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const name of Object.keys(type.getFields())) {
      (said?.sizedFields?.includes(name) ? sized : unsized).add(`${type.name}.${name}`);
    }
  }
  return new Set([...sized].filter((list) => !unsized.has(list)));
}

type Ask = (args: Readonly<Record<string, unknown>>) => unknown;

/** Where an argument says how long the list is to be. */
function asksOf({ name, type }: GraphQLArgument, said: Said | undefined): Ask[] {
  if (said?.slicingArguments?.includes(name)) return [(args) => args[name]];
  const input = getNamedType(type);
  if (!isInputObjectType(input)) return [];
  return Object.values(input.getFields())
    .filter(({ astNode }) => astNode?.directives?.some((directive) => PAGE_SIZE.test(directive.name.value)))
    .map(
      (field): Ask =>
        (args) =>
          (args[name] as Record<string, unknown> | null | undefined)?.[field.name],
    );
}
