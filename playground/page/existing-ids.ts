import {
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isListType,
  isNullableType,
  isObjectType,
  isRequiredArgument,
  getNullableType,
} from 'graphql';
import { send } from './send.ts';

/** The ids of what the graph has, by type. */
export type ExistingIds = ReadonlyMap<string, readonly string[]>;

/**
 * Asks for the ids of what there is, by all connections of the schema at once. What another thing names comes first: an
 * account that has placed an order shows more than one that has not.
 *
 * @returns none of a type that whoever asks may not see.
 */
export async function existingIds(schema: GraphQLSchema): Promise<ExistingIds> {
  const query = queryFor(schema);
  if (query === undefined) return new Map();
  const { data } = (await send({ query })).answer;
  const found = new Map<string, Set<string>>();
  const take = (type: string, id: string) => found.set(type, (found.get(type) ?? new Set()).add(id));
  const nodes = Object.values((data ?? {}) as Connections).flatMap((connection) => connection?.nodes ?? []);
  for (const node of nodes)
    for (const value of Object.values(node ?? {})) if (isThing(value)) take(value.__typename, value.id);
  for (const node of nodes) if (isThing(node)) take(node.__typename, node.id);
  return new Map([...found].map(([type, ids]) => [type, [...ids]]));
}

type Connections = Record<string, { nodes?: (Record<string, unknown> | null)[] | null } | null>;
interface Thing {
  __typename: string;
  id: string;
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && '__typename' in value && 'id' in value;
}

function queryFor(schema: GraphQLSchema): string | undefined {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const node = nodeOf(field);
    if (!node || !field.args.some(({ name }) => name === FIRST) || field.args.some(isRequiredArgument)) return [];
    const others = Object.values(node.getFields()).filter(isOneThing);
    const named = others.map(({ name }) => `${name} { ${ID} }`);
    return [`${field.name}(${FIRST}: 20) { nodes { ${[ID, ...named].join(' ')} } }`];
  });
  return fields.length > 0 ? `{ ${fields.join(' ')} }` : undefined;
}

const FIRST = 'first';
const ID = '__typename id';

function nodeOf(field: GraphQLField<unknown, unknown>) {
  const connection = getNamedType(field.type);
  const node = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
  const type = node && getNamedType(node.type);
  return isObjectType(type) && type.getFields()['id'] ? type : undefined;
}

function isOneThing({ type, args }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  const isList = isListType(getNullableType(type));
  return (
    !isList &&
    !args.some(isRequiredArgument) &&
    isObjectType(named) &&
    'id' in named.getFields() &&
    isNullableType(named)
  );
}
