import {
  type FieldNode,
  type GraphQLObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

/** One `@key` of a type (https://www.apollographql.com/docs/graphos/reference/federation/directives#key). */
export interface EntityKey {
  /** Its field set, as the schema has it: `id`, `sku brand { id }`. */
  text: string;
  /** Empty when `text` is not a valid field set. */
  fields: KeyField[];
  /** Can the router ask this subgraph by it? */
  resolvable: boolean;
}

/** A field of a key, with the fields of it that belong to the key, if it is an object. */
export interface KeyField {
  name: string;
  fields: KeyField[];
}

/** The keys of a type, in the order of the schema; empty for a type that is not an entity. */
export function entityKeys(type: GraphQLObjectType): EntityKey[] {
  return [type.astNode, ...type.extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .flatMap(({ name, arguments: args = [] }) => {
      const values = new Map(
        args.map((argument): [string, unknown] => [argument.name.value, valueFromASTUntyped(argument.value)]),
      );
      const given = values.get('fields');
      const text = typeof given === 'string' ? given : '';
      const fields = isKey(text) ? parseKey(text) : [];
      if (!KEY.test(name.value) && !looksLikeKey(type, fields, [...values.keys()])) return [];
      return { text, fields, resolvable: values.get('resolvable') !== false };
    });
}

/** The fields of a field set. @throws GraphQLError when `text` is not a valid one. */
export function parseKey(text: string): KeyField[] {
  const [operation] = parse(`{ ${text} }`).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? fieldsIn(operation.selectionSet) : [];
}

/** Is it a valid field set? Composition reports one that is not. */
function isKey(text: string): boolean {
  try {
    return parseKey(text).length > 0;
  } catch {
    return false;
  }
}

/** `@key` where the schema imports it by name, `@federation__key` where it does not. */
const KEY = /^(federation__)?key$/;

/**
 * The schema's `@link` may give `@key` any name, and a type does not know its schema. So it is told by what it says: nothing but
 * `fields` that the type has, and `resolvable`.
 */
function looksLikeKey(type: GraphQLObjectType, fields: readonly KeyField[], args: readonly string[]): boolean {
  const own = type.getFields();
  return fields.length > 0 && fields.every(({ name }) => name in own) && args.every((name) => KEY_ARGUMENTS.has(name));
}

const KEY_ARGUMENTS = new Set(['fields', 'resolvable']);

function fieldsIn(set: SelectionSetNode | undefined): KeyField[] {
  return (set?.selections ?? [])
    .filter((node): node is FieldNode => node.kind === Kind.FIELD)
    .map(({ name, selectionSet }) => ({ name: name.value, fields: fieldsIn(selectionSet) }));
}
