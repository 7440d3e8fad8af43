import { type GraphQLLeafType, isEnumType } from 'graphql';

/**
 * Checks what a subgraph gives for a scalar or an enum. What a scalar of a subgraph's own may be only that one knows.
 *
 * @returns the value as it goes to the client; undefined when it is none of the type
 *   (https://spec.graphql.org/September2025/#sec-Scalars).
 */
export function leafOf(type: GraphQLLeafType): (value: unknown) => unknown {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => (names.has(value) ? value : undefined);
  }
  return BUILT_IN[type.name] ?? ((value) => value);
}

const BUILT_IN: Readonly<Record<string, (value: unknown) => unknown>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Float: (value) => (typeof value === 'number' || typeof value === 'bigint' ? value : undefined),
  Int: (value) => (typeof value === 'number' && (value | 0) === value ? value : undefined),
  ID: (value) => (typeof value === 'string' ? value : isInteger(value) ? String(value) : undefined),
};

/** One that a number cannot hold comes as a BigInt: see json.ts of the platform. */
function isInteger(value: unknown): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}
