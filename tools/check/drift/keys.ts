import { type GraphQLObjectType, Kind } from 'graphql';

/** One `@key` of a type. */
export interface Key {
  /** Those of a compound key too. */
  fields: string[];
  resolvable: boolean;
}

/** A type's `@key` directives. */
export function keysOf(type: GraphQLObjectType): Key[] {
  const nodes = [type.astNode, ...type.extensionASTNodes];
  return nodes
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name }) => name.value === 'key')
    .map(({ arguments: args = [] }) => {
      const value = (name: string) => args.find((arg) => arg.name.value === name)?.value;
      const [fields, resolvable] = [value('fields'), value('resolvable')];
      return {
        fields: fields?.kind === Kind.STRING ? (fields.value.match(/\w+/g) ?? []) : [],
        resolvable: !(resolvable?.kind === Kind.BOOLEAN && !resolvable.value),
      };
    });
}
