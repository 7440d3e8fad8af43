import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import { UserError } from '@commerce/platform/errors/user-error';

/** A subgraph's SDL, as the checks look at it: what federation adds to it is left out. */
export interface SubgraphSchema {
  document: DocumentNode;
  types: GraphQLNamedType[];
  queries: GraphQLField<unknown, unknown>[];
  mutations: GraphQLField<unknown, unknown>[];
  entities: Entity[];
}

/** A type with a key. */
export interface Entity {
  type: GraphQLObjectType;
  /** The field sets of the keys that this subgraph resolves, as `@key(fields:)` has them. */
  keys: string[];
  /** Can this subgraph's own queries give it? If not, it belongs to another subgraph, and this one adds fields to it. */
  isOwn: boolean;
}

/** @throws UserError when it is no subgraph's SDL. */
export function readSchema(sdl: string): SubgraphSchema {
  const { document, schema } = build(sdl);
  const names = new Set(document.definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])));
  const ofSpecifications = [...sdl.matchAll(LINK)].map(([, name]) => `${name}__`);
  const types = Object.values(schema.getTypeMap()).filter(
    ({ name }) => names.has(name) && !ofSpecifications.some((prefix) => name.startsWith(prefix)),
  );
  const queries = fieldsOf(schema.getQueryType()).filter(({ name }) => !name.startsWith('_'));
  const returned = new Set(queries.map(({ type }) => getNamedType(type)));
  const entities = types.filter(isObjectType).flatMap((type) => {
    const keys = entityKeys(type);
    if (keys.length === 0) return [];
    const resolved = keys.filter(({ resolvable }) => resolvable).map(({ text }) => text);
    return [{ type, keys: resolved, isOwn: returned.has(type) }];
  });
  return { document, types, queries, mutations: fieldsOf(schema.getMutationType()), entities };
}

/**
 * The name of a specification that a schema links: what it defines and the schema does not import is called
 * `caching__Scope` (https://specs.apollo.dev/link/v1.0/#Namespacing).
 */
const LINK = /@link\(\s*url:\s*"[^"]*\/([\w-]+)\/v\d[^"]*"/g;

function build(sdl: string) {
  try {
    const document = parse(sdl);
    return { document, schema: buildSubgraphSchema({ typeDefs: document }) };
  } catch (error) {
    throw new UserError(`The schema is not valid: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

/** The fields of an object, an interface or an input object, and their arguments, by coordinate: `Query.account(id:)`. */
export function membersOf(parent: GraphQLNamedType) {
  const at = (name: string) => `${parent.name}.${name}`;
  if (isInputObjectType(parent)) {
    return Object.values(parent.getFields()).map(({ name, type }) => ({ name, type, coordinate: at(name) }));
  }
  if (!isObjectType(parent) && !isInterfaceType(parent)) return [];
  return fieldsOf(parent)
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap(({ name, type, args }) => [
      { name, type, coordinate: at(name) },
      ...args.map((arg) => ({ name: arg.name, type: arg.type, coordinate: at(`${name}(${arg.name}:)`) })),
    ]);
}

/** Fields with their coordinates. */
export function located(parent: string, fields: readonly GraphQLField<unknown, unknown>[]) {
  return fields.map((field) => ({ field, coordinate: `${parent}.${field.name}` }));
}

export function fieldsOf(
  type: { getFields(): Record<string, GraphQLField<unknown, unknown>> } | null | undefined,
): GraphQLField<unknown, unknown>[] {
  return Object.values(type?.getFields() ?? {});
}
