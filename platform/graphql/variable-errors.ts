import {
  type ApolloServerPlugin,
  type BaseContext,
  type GraphQLRequest,
  type GraphQLRequestContext,
  HeaderMap,
} from '@apollo/server';
import {
  coerceInputValue,
  type DocumentNode,
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
import { isNestedTooDeeply, MAX_DEPTH } from './nested-values.ts';
import { nullVariables } from './null-variables.ts';
import { shorten } from './shorten.ts';

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
        async didResolveOperation({ schema, document, operation, request }: Resolved) {
          // A document without one is refused: see chosen-operation.ts.
          if (!operation) return;
          const { variables = {} } = request;
          const errors = errorsIn(schema, operation, variables, showsSchema);
          if (errors.length === 0) errors.push(...nullVariables(schema, document, operation, variables));
          if (errors.length > 0) found.set(request, errors);
        },
        // Not in the hook before this one, which can throw no more than one error.
        async responseForOperation({ request }) {
          const errors = found.get(request);
          if (!errors) return null;
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

/** Was it found that this request's variables are wrong? It is refused, after the plugins of those who use variables. */
export function hasWrongVariables(request: GraphQLRequest): boolean {
  return found.has(request);
}

const found = new WeakMap<GraphQLRequest, readonly GraphQLError[]>();

/** Apollo Server's types promise an operation, which there may not be. */
type Resolved = Pick<GraphQLRequestContext<BaseContext>, 'schema' | 'operation' | 'request'> & {
  document: DocumentNode;
};

/** More than a client reads. */
const MAX_ERRORS = 50;

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
  if (isNestedTooDeeply(value)) {
    const description = `Variable "$${shorten(name)}" is nested too deeply; at most ${MAX_DEPTH} levels are allowed.`;
    report({ field: shorten(name), description }, description);
    return;
  }
  coerceInputValue(value, type, onError, !showsSchema);
}
