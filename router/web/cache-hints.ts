import { type ConstDirectiveNode, Kind, parse } from 'graphql';

/**
 * What a schema says of how long its values hold, by coordinates such as `Product` and `Query.product`
 * (https://www.apollographql.com/docs/apollo-server/performance/caching#in-your-schema-static).
 */
export type CacheHints = ReadonlyMap<string, CacheHint>;

export interface CacheHint {
  /** In seconds. */
  maxAge?: number;
  isPrivate?: boolean;
  /** It holds as long as what it is of. */
  inheritsMaxAge?: boolean;
}

/** Reads `@cacheControl` out of a supergraph, where subgraphs compose it. @throws GraphQLError when the text is no SDL. */
export function cacheHints(supergraphSdl: string): CacheHints {
  const hints = new Map<string, CacheHint>();
  const take = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    const said = directives.find(({ name }) => CACHE_CONTROL.test(name.value));
    if (said) hints.set(coordinate, toHint(said));
  };
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        take(definition.name.value, definition.directives);
        for (const { name, directives } of definition.fields ?? []) {
          take(`${definition.name.value}.${name.value}`, directives);
        }
        break;
      case Kind.UNION_TYPE_DEFINITION:
        take(definition.name.value, definition.directives);
        break;
    }
  }
  return hints;
}

/** With a prefix where no subgraph imports it by its name. */
const CACHE_CONTROL = /^(caching__)?cacheControl$/;

function toHint({ arguments: given = [] }: ConstDirectiveNode): CacheHint {
  const hint: CacheHint = {};
  for (const { name, value } of given) {
    if (name.value === 'maxAge' && value.kind === Kind.INT) hint.maxAge = Number(value.value);
    if (name.value === 'scope' && value.kind === Kind.ENUM) hint.isPrivate = value.value === 'PRIVATE';
    if (name.value === 'inheritMaxAge' && value.kind === Kind.BOOLEAN) hint.inheritsMaxAge = value.value;
  }
  return hint;
}
