import type { ApolloServerPlugin } from '@apollo/server';
import { type ASTNode, type DocumentNode, type GraphQLError, visit } from 'graphql';
import type { FieldViolation } from '../errors/domain-error.ts';
import { valuePath } from './value-path.ts';

/**
 * Gives the errors of graphql-js about a value's type the field that is at fault, as every other refused input has it.
 * graphql-js tells it in words alone when the value is in a variable, and not at all when it is in the document.
 */
export const valueErrors: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, document }) {
        // One with a path came from a resolver, which names its fields itself.
        const unnamed = errors.filter(({ path, extensions }) => !path && !extensions['fieldViolations']);
        const paths = document ? pathsOf(unnamed, document) : undefined;
        for (const error of unnamed) {
          const violation = variableViolation(error.message) ?? documentViolation(error, paths);
          if (violation) error.extensions['fieldViolations'] = [violation];
        }
      },
    };
  },
};

/**
 * `Variable "$order" got invalid value 3000000000 at "order.products[0].quantity"; Int cannot represent …`, where the
 * value is a client's own text, in quotes.
 */
const VARIABLE = /^Variable "\$(\w+)" got invalid value (?:"(?:[^"\\]|\\.)*"|[^"])*?(?: at "([^"]+)")?; ([^]+)$/;

/** `Variable "$order" of required type "OrderInput!" was not provided.` */
const ABSENT = /^Variable "\$(\w+)" of (?:required|non-null) type /;

function variableViolation(message: string): FieldViolation | undefined {
  const [, absent] = ABSENT.exec(message) ?? [];
  if (absent) return { field: absent, description: message };
  const [, variable, path, description] = VARIABLE.exec(message) ?? [];
  return variable && description ? { field: path ?? variable, description } : undefined;
}

function documentViolation({ nodes: [node] = [], message }: GraphQLError, paths?: ReadonlyMap<ASTNode, string>) {
  const field = node && paths?.get(node);
  return field ? { field, description: message } : undefined;
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
