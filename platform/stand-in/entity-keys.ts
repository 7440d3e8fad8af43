import { type FieldNode, type GraphQLObjectType, Kind, parse } from 'graphql';
import { entitySeed } from './made-up.ts';

/** The fields of a key, each with the fields of it that belong to the key, if it is an object. */
export type KeyFields = readonly { name: string; fields: KeyFields }[];

/** The keys of a type, in the order in which the SDL has them; none for a type that is no entity. */
export function keysOf({ astNode, extensionASTNodes }: GraphQLObjectType): KeyFields[] {
  const directives = [astNode, ...extensionASTNodes].flatMap((node) => node?.directives ?? []);
  return directives.flatMap(({ name, arguments: args = [] }) => {
    if (!KEY.test(name.value)) return [];
    const value = args.find((argument) => argument.name.value === 'fields')?.value;
    return value?.kind === Kind.STRING ? [parseFields(value.value)] : [];
  });
}

/**
 * What the values of an entity are made from, given the values of one of its keys.
 *
 * @returns undefined when no key is complete.
 */
export function seedOfEntity(type: GraphQLObjectType, values: object): string | undefined {
  const complete = keysOf(type)
    .map((fields) => valuesOf(fields, values))
    .find((key) => !key.includes(undefined));
  return complete && entitySeed(type.name, complete);
}

/** By its name where the schema imports it, and without. */
const KEY = /^(federation__)?key$/;

function parseFields(selection: string): KeyFields {
  const [operation] = parse(`{ ${selection} }`).definitions;
  return operation && 'selectionSet' in operation ? namesOf(operation.selectionSet?.selections ?? []) : [];
}

function namesOf(selections: readonly { kind: Kind }[]): KeyFields {
  return selections.filter(isField).map(({ name, selectionSet }) => ({
    name: name.value,
    fields: namesOf(selectionSet?.selections ?? []),
  }));
}

function isField(selection: { kind: Kind }): selection is FieldNode {
  return selection.kind === Kind.FIELD;
}

/** In the key's own order, whatever the order in which they came; undefined in place of what is not there. */
function valuesOf(fields: KeyFields, values: object): unknown[] {
  const given = new Map<string, unknown>(Object.entries(values));
  return fields.flatMap(({ name, fields: inside }) => {
    const value = given.get(name) ?? undefined;
    if (inside.length === 0) return [value];
    return typeof value === 'object' ? valuesOf(inside, value) : [undefined];
  });
}
