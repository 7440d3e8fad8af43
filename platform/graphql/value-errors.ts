import type { ApolloServerPlugin } from '@apollo/server';
import {
  type ASTNode,
  coerceInputValue,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  isInputType,
  Kind,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { FieldViolation } from '../errors/domain-error.ts';
import { valuePath } from './value-path.ts';

/**
 * Names the field at fault in graphql-js's errors about a value's type, as every other refused input has it: graphql-js
 * tells it in words alone when the value is in a variable, and not at all when it is in the document.
 */
export const valueErrors: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, document, operation, schema, request }) {
        // One with a path came from a resolver, which names its fields itself. A defect has no extensions.
        const unnamed = errors.filter(({ path, extensions }) => !path && !extensions?.['fieldViolations']);
        // Apollo Server knows the operation when its document is valid: then only the variables can be at fault.
        const violationOf = operation
          ? variableViolations(schema, request.variables ?? {})
          : documentViolations(unnamed, document);
        for (const error of unnamed.slice(0, MAX_ERRORS)) {
          const violation = violationOf(error);
          if (violation) error.extensions['fieldViolations'] = [violation];
        }
      },
    };
  },
};

/** More than a client reads. */
const MAX_ERRORS = 50;

type ViolationOf = (error: GraphQLError) => FieldViolation | undefined;

/** Checks a variable again when it has an error: its violations come in the order in which its errors came. */
function variableViolations(schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>): ViolationOf {
  const found = new Map<VariableDefinitionNode, FieldViolation[]>();
  return ({ nodes: [node] = [], message }) => {
    if (node?.kind !== Kind.VARIABLE_DEFINITION) return undefined;
    const violations = found.get(node) ?? violationsIn(schema, node, variables);
    found.set(node, violations);
    // A variable that must be given, and was not, has one error and no value to check.
    return violations.shift() ?? { field: node.variable.name.value, description: message };
  };
}

function violationsIn(
  schema: GraphQLSchema,
  { variable, type: typeNode }: VariableDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): FieldViolation[] {
  const name = variable.name.value;
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  const type = typeFromAST(schema, typeNode);
  const violations: FieldViolation[] = [];
  if (value == null || !isInputType(type)) return violations;
  const add = (path: readonly (string | number)[], _value: unknown, { message }: GraphQLError) => {
    if (violations.length === MAX_ERRORS) throw new RangeError('There are more violations than are shown.');
    const field = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    violations.push({ field: `${name}${field}`, description: message });
  };
  try {
    coerceInputValue(value, type, add, HIDE_SUGGESTIONS);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return violations;
}

/** Production shows nobody the names of other fields; in development the error's message has them. */
const HIDE_SUGGESTIONS = true;

function documentViolations(errors: readonly GraphQLError[], document: DocumentNode | undefined): ViolationOf {
  const paths = document ? pathsOf(errors, document) : new Map<ASTNode, string>();
  return ({ nodes: [node] = [], message }) => {
    const field = node && paths.get(node);
    return field ? { field, description: message } : undefined;
  };
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
