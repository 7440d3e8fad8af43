import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { FieldViolation } from '../errors/domain-error.ts';
import { toTyped } from './big-integers.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { isNestedTooDeeply, MAX_DEPTH } from './nested-values.ts';
import { shorten } from './shorten.ts';

/** The values of an operation's variables. */
export interface Variables {
  /** As they were given, large integers as their types take them. */
  given: Record<string, unknown>;
  /** Of their types, with the defaults of those that were not given. */
  values: Record<string, unknown>;
  /** What is wrong with them; the values are worth nothing then. */
  errors: readonly GraphQLError[];
}

/**
 * Reads the variables of a request (https://spec.graphql.org/September2025/#sec-Coercing-Variable-Values), and names the
 * field at fault in what is wrong, as every other refused input does.
 *
 * graphql-js would find the same, and write the whole value into each error: a small object with many unknown keys became
 * a response a thousand times as large, and ended the router.
 *
 * @param operation of a document that is valid on the schema.
 * @param showsSchema suggests the names that the client may have meant.
 */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  { variables = {}, hasBigIntegers }: Pick<GraphQLRequest, 'variables' | 'hasBigIntegers'>,
  showsSchema: boolean,
): Variables {
  const given = hasBigIntegers ? { ...variables } : variables;
  const values: Record<string, unknown> = {};
  const errors: GraphQLError[] = [];
  try {
    for (const declared of declaredIn(schema, operation)) {
      const { name, type, node } = declared;
      if (hasBigIntegers && Object.hasOwn(given, name) && !isNestedTooDeeply(given[name])) {
        given[name] = toTyped(given[name], type);
      }
      readVariable(declared, given, values, showsSchema, (violation, message) => {
        if (errors.length === MAX_ERRORS) throw new TooManyErrors();
        const extensions = { code: 'BAD_USER_INPUT', fieldViolations: [violation] };
        errors.push(new GraphQLError(message, { nodes: node, extensions }));
      });
    }
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
  }
  return { given, values, errors };
}

/** Ends the search: graphql-js has no other way to stop it. */
class TooManyErrors extends Error {}

/** More than a client reads. */
const MAX_ERRORS = 50;

interface DeclaredVariable {
  name: string;
  type: GraphQLInputType;
  node: VariableDefinitionNode;
}

/** Found once for an operation, which belongs to one schema. */
function declaredIn(schema: GraphQLSchema, operation: OperationDefinitionNode): readonly DeclaredVariable[] {
  const known = declared.get(operation);
  if (known) return known;
  const found = (operation.variableDefinitions ?? []).flatMap((node) => {
    const type = typeFromAST(schema, node.type);
    return isInputType(type) ? [{ name: node.variable.name.value, type, node }] : [];
  });
  declared.set(operation, found);
  return found;
}

const declared = new WeakMap<OperationDefinitionNode, readonly DeclaredVariable[]>();

function readVariable(
  { name, type, node: { defaultValue } }: DeclaredVariable,
  given: Readonly<Record<string, unknown>>,
  values: Record<string, unknown>,
  showsSchema: boolean,
  report: (violation: FieldViolation, message: string) => void,
): void {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value == null) {
    // One that is null was given, and takes no default.
    if (value === undefined && defaultValue) values[name] = valueFromAST(defaultValue, type);
    else if (isNonNullType(type)) {
      const wrong = value === null ? 'must not be null' : 'was not provided';
      const description = shorten(`Variable "$${name}" of required type "${type.toString()}" ${wrong}.`);
      report({ field: shorten(name), description }, description);
    } else if (value === null) values[name] = null;
    return;
  }
  if (isNestedTooDeeply(value)) {
    const description = `Variable "$${shorten(name)}" is nested too deeply; at most ${MAX_DEPTH} levels are allowed.`;
    report({ field: shorten(name), description }, description);
    return;
  }
  const onError = (path: readonly (string | number)[], _value: unknown, error: GraphQLError) => {
    const within = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    const field = shorten(`${name}${within}`);
    const description = shorten(error.message);
    report({ field, description }, `Variable "$${shorten(name)}" is not valid at "${field}": ${description}`);
  };
  values[name] = coerceInputValue(value, type, onError, !showsSchema);
}
