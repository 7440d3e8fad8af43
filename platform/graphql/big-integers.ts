import type { ApolloServerPlugin, BaseContext, GraphQLRequest, GraphQLRequestContext } from '@apollo/server';
import {
  getNullableType,
  GraphQLID,
  type GraphQLInputType,
  isInputObjectType,
  isInputType,
  isListType,
  isScalarType,
  isSpecifiedScalarType,
  typeFromAST,
} from 'graphql';
import { parseJson } from '../values/json.ts';
import { hasBigIntegers } from './json-body.ts';
import { isNestedTooDeeply } from './nested-values.ts';

/**
 * Gives the integers in variables that a number cannot hold as their types take them: to a scalar of a schema's own as
 * BigInts, to an ID as a text of the same digits, and to all else as numbers, which they were without it.
 */
export const bigIntegers: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, operation, request }: Resolved) {
        const { http, variables } = request;
        // Apollo Server reads those of a GET by itself.
        const given = http?.method === 'GET' ? parametersOf(http.search) : variables;
        if (!operation || !given || (given === variables && !hasBigIntegers(http?.body))) return;
        // They are refused next: see variable-errors.ts.
        if (Object.values(given).some(isNestedTooDeeply)) return;
        request.variables = { ...given };
        for (const { variable, type: typeNode } of operation.variableDefinitions ?? []) {
          const name = variable.name.value;
          const type = typeFromAST(schema, typeNode);
          if (Object.hasOwn(given, name) && isInputType(type)) request.variables[name] = toTyped(given[name], type);
        }
      },
    };
  },
};

/** Apollo Server's types promise an operation, which there may not be. */
type Resolved = Pick<GraphQLRequestContext<BaseContext>, 'schema' | 'operation'> & { request: GraphQLRequest };

/** Only of a search that may have such integers. */
function parametersOf(search: string): Record<string, unknown> | undefined {
  const variables = /\d{16}/.test(search) ? new URLSearchParams(search).get('variables') : null;
  return variables === null ? undefined : (parseJson(variables) as Record<string, unknown>);
}

function toTyped(value: unknown, type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const itemType: GraphQLInputType = nullable.ofType;
    return Array.isArray(value) ? value.map((item: unknown) => toTyped(item, itemType)) : toTyped(value, itemType);
  }
  if (isInputObjectType(nullable) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const fields = nullable.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        return [name, field ? toTyped(entry, field.type) : entry];
      }),
    );
  }
  if (typeof value !== 'bigint') return value;
  if (nullable === GraphQLID) return String(value);
  return isScalarType(nullable) && !isSpecifiedScalarType(nullable) ? value : Number(value);
}
