import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** What a type's name says of a value. */
export interface Types {
  isObject(name: unknown): boolean;
  /** Whether a value that says it is `name` is a `condition` too. */
  isA(name: unknown, condition: string): boolean;
}

/** @param schema of the supergraph: what is inaccessible to clients passes between subgraphs. */
export function typesOf(schema: GraphQLSchema): Types {
  const objects = new Set<unknown>();
  const byCondition = new Map<string, Set<unknown>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) objects.add(type.name);
    if (!isAbstractType(type)) continue;
    // An interface object calls itself by the interface's name.
    const parts = isInterfaceType(type)
      ? schema.getImplementations(type)
      : { objects: schema.getPossibleTypes(type), interfaces: [] };
    byCondition.set(type.name, new Set([...parts.objects, ...parts.interfaces].map(({ name }) => name)));
  }
  return {
    isObject: (name) => objects.has(name),
    isA: (name, condition) => name === condition || (byCondition.get(condition)?.has(name) ?? false),
  };
}
