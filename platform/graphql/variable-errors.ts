import { type ApolloServerPlugin, type BaseContext, type GraphQLRequestContext, HeaderMap } from '@apollo/server';
import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { FieldViolation } from '../errors/domain-error.ts';
import { formatError } from '../errors/format-error.ts';

/**
 * Refuses variables of a wrong type (https://spec.graphql.org/October2021/#sec-Coercing-Variable-Values) before anything
 * is done for them, and names the field at fault as every other refused input does.
 *
 * graphql-js and the gateway would find the same, and write the whole value into each error: a small object with many
 * unknown keys became a response a thousand times as large, and ended the router.
 *
 * @param showsSchema suggests the names that the client may have meant.
 */
export function variableErrors(showsSchema: boolean): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, operation, request }: Resolved) {
          // A document that has no operation, or many of which none is named, is refused next.
          if (!operation) return null;
          const errors = errorsIn(schema, operation, request.variables ?? {}, showsSchema);
          if (errors.length === 0) return null;
          return {
            http: { status: 400, headers: new HeaderMap() },
            body: {
              kind: 'single',
              singleResult: { errors: errors.map((error) => formatError(error.toJSON(), error)) },
            },
          };
        },
      };
    },
  };
}

/** Apollo Server's types promise an operation, which there may not be. */
type Resolved = Pick<GraphQLRequestContext<BaseContext>, 'schema' | 'operation' | 'request'>;

/** More than a client reads. */
const MAX_ERRORS = 50;

/** In characters, of each text that may have a client's value or key in it. */
const MAX_LENGTH = 300;

function errorsIn(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  showsSchema: boolean,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  try {
    for (const definition of variableDefinitions) {
      checkVariable(schema, definition, variables, showsSchema, (violation, message) => {
        if (errors.length === MAX_ERRORS) throw new TooManyErrors();
        const extensions = { code: 'BAD_USER_INPUT', fieldViolations: [violation] };
        errors.push(new GraphQLError(message, { nodes: definition, extensions }));
      });
    }
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
  }
  return errors;
}

/** Ends the search: graphql-js has no other way to stop it. */
class TooManyErrors extends Error {}

function checkVariable(
  schema: GraphQLSchema,
  { variable, type: typeNode, defaultValue }: VariableDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  showsSchema: boolean,
  report: (violation: FieldViolation, message: string) => void,
): void {
  const name = variable.name.value;
  const type = typeFromAST(schema, typeNode);
  if (!isInputType(type)) return;
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value == null) {
    // One that is null was given, and takes no default.
    const isGiven = value === null || defaultValue !== undefined;
    if (!isNonNullType(type) || (value === undefined && isGiven)) return;
    const wrong = value === null ? 'must not be null' : 'was not provided';
    const description = shorten(`Variable "$${name}" of required type "${type.toString()}" ${wrong}.`);
    report({ field: shorten(name), description }, description);
    return;
  }
  const onError = (path: readonly (string | number)[], _value: unknown, error: GraphQLError) => {
    const within = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    const field = shorten(`${name}${within}`);
    const description = shorten(error.message);
    report({ field, description }, `Variable "$${shorten(name)}" is not valid at "${field}": ${description}`);
  };
  try {
    coerceInputValue(value, type, onError, !showsSchema);
  } catch (error) {
    // graphql-js descends by recursion, and the stack has an end.
    if (!(error instanceof RangeError)) throw error;
    const description = `Variable "$${shorten(name)}" is nested too deeply.`;
    report({ field: shorten(name), description }, description);
  }
}

function shorten(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
