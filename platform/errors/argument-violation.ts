import { type ASTNode, GraphQLError, Kind, parse, visit } from 'graphql';
import type { FieldViolation } from './domain-error.ts';

/**
 * The field at fault when graphql-js itself refuses a value, by its type: it tells the place only in words, or not at all.
 *
 * @returns undefined for an error that is about no value.
 */
export function argumentViolation(error: unknown): FieldViolation | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const [, variable, place, reason] = VARIABLE.exec(error.message) ?? [];
  if (variable && reason) return { field: place ?? variable, description: reason };
  const [node] = error.nodes ?? [];
  const field = node && VALUES.has(node.kind) && pathOf(node);
  return field ? { field, description: error.message } : undefined;
}

/** `Variable "$order" got invalid value 3000000000 at "order.products[0].quantity"; Int cannot represent …` */
const VARIABLE = /^Variable "\$(\w+)" got invalid value [^]*?(?: at "([\w.[\]]+)")?; ([^]+)$/;

const VALUES = new Set<string>([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

/** A longer document is not read again for the sake of an error's details. */
const MAX_DOCUMENT = 20_000;

/** The argument that a value in a document stands in: `order.products[0].quantity`. */
function pathOf({ loc }: ASTNode): string | undefined {
  if (!loc || loc.source.body.length > MAX_DOCUMENT) return undefined;
  let path: string | undefined;
  visit(parse(loc.source.body), {
    enter(node, key, parent, _path, ancestors) {
      if (!VALUES.has(node.kind) || node.loc?.start !== loc.start || path !== undefined) return;
      // graphql-js leaves the parent out of the ancestors, and has a list and the key in it as two steps.
      path = nameOf([...ancestors, ...(parent ? [parent] : [])], key);
    },
  });
  return path;
}

function nameOf(ancestors: readonly (ASTNode | readonly ASTNode[])[], key: string | number | undefined): string {
  return ancestors.reduce<string>((path, ancestor, depth) => {
    if (!('kind' in ancestor)) {
      const list = ancestors[depth - 1];
      const isList = list && 'kind' in list && list.kind === Kind.LIST;
      const next = ancestors[depth + 1];
      const index = next && 'kind' in next ? ancestor.indexOf(next) : Number(key);
      return isList ? `${path}[${index}]` : path;
    }
    if (ancestor.kind === Kind.ARGUMENT) return ancestor.name.value;
    return ancestor.kind === Kind.OBJECT_FIELD ? `${path}.${ancestor.name.value}` : path;
  }, '');
}
