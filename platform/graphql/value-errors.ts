import { type ASTNode, type DocumentNode, type GraphQLError, visit } from 'graphql';
import { valuePath } from './value-path.ts';

/**
 * Names the field at fault in graphql-js's errors about the type of a value in the document, as every other refused input
 * has it: graphql-js does not tell it. variables.ts does it for those in variables.
 *
 * @returns the same errors.
 */
export function nameValues(errors: readonly GraphQLError[], document: DocumentNode): readonly GraphQLError[] {
  // A rule of ours names its fields itself.
  const unnamed = errors.filter(({ extensions }) => !extensions['fieldViolations']);
  const paths = pathsOf(unnamed, document);
  for (const { nodes: [node] = [], message, extensions } of unnamed) {
    const field = node && paths.get(node);
    if (field) extensions['fieldViolations'] = [{ field, description: message }];
  }
  return errors;
}

/** Where the values that the errors are about stand: found in one pass, however many errors there are. */
function pathsOf(errors: readonly GraphQLError[], document: DocumentNode): Map<ASTNode, string> {
  const wanted = new Set(errors.flatMap(({ nodes = [] }) => nodes.slice(0, 1)));
  const paths = new Map<ASTNode, string>();
  if (wanted.size === 0) return paths;
  visit(document, {
    enter(node, _key, parent, keys, ancestors) {
      if (VALUE.test(node.kind) && wanted.has(node)) paths.set(node, valuePath(keys, [...ancestors, parent]));
    },
  });
  return paths;
}

/** `IntValue`, `ObjectValue`, … */
const VALUE = /Value$/;
