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
export function entityKeys({ astNode, extensionASTNodes }: GraphQLObjectType): EntityKey[] {
  return [astNode, ...extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name }) => KEY.test(name.value))
    .map(({ arguments: args = [] }) => {
      const values = new Map(
        args.map(({ name, value }): [string, unknown] => [name.value, valueFromASTUntyped(value)]),
      );
      const fields = values.get('fields');
      const text = typeof fields === 'string' ? fields : '';
      return { text, fields: isKey(text) ? parseKey(text) : [], resolvable: values.get('resolvable') !== false };
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

function fieldsIn(set: SelectionSetNode | undefined): KeyField[] {
  return (set?.selections ?? [])
    .filter((node): node is FieldNode => node.kind === Kind.FIELD)
    .map(({ name, selectionSet }) => ({ name: name.value, fields: fieldsIn(selectionSet) }));
}
