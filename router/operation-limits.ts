import type { ApolloServerPlugin } from '@apollo/server';
import { MAX_PAGE_SIZE } from '@commerce/platform/lists/page';
import {
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';

/**
 * Refuses an operation that asks for too much before anything is fetched for it: a hundred bytes can ask for a hundred
 * million entities, and while the router put them together it would answer nobody else.
 *
 * @param maxFields the fields that a response may hold, where every list is as long as was asked for.
 */
export function operationLimits(maxFields: number): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, document: query, schema, operation, operationName }) {
          const { variables = {} } = request;
          // What has no operation, or variables of a wrong type, is refused next, with the field at fault.
          if (!operation || hasWrongVariables(schema, operation, variables)) return;
          const named = operationName ? { operationName } : {};
          const measure = (estimate: ComplexityEstimator) =>
            getComplexity({ schema, query, variables, estimators: [estimate], ...named });
          refuseAbove(MAX_OBJECTS, measure(objectsNamed), 'fields that are objects or lists of them', 'ask for fewer');
          refuseAbove(maxFields, measure(fieldsReturned), 'fields in its response', 'ask for shorter or fewer lists');
        },
      };
    },
  };
}

/** Bounds the depth of a document too, and the number of fetches that it can lead to. */
const MAX_OBJECTS = 100;

/** Bounds the work of parsing, and keeps a document's nesting within what the parser's recursion can follow. */
export const MAX_TOKENS = 1_500;

/** Fields of a document, each fragment counted wherever it is spread: bounds the work of planning. */
export const MAX_SELECTIONS = 2_000;

const objectsNamed: ComplexityEstimator = ({ field, childComplexity }) =>
  isIntrospection(field) || !isCompositeType(getNamedType(field.type)) ? 0 : 1 + childComplexity;

const fieldsReturned: ComplexityEstimator = ({ field, type, args, childComplexity }) =>
  isIntrospection(field) ? 0 : listSize(field, type.name, args) * (1 + childComplexity);

/** How long a list may be. A connection stands for its list: `edges` and `nodes` are not multiplied again. */
function listSize(field: GraphQLField<unknown, unknown>, parent: string, args: Readonly<Record<string, unknown>>) {
  const asked = pageSize(args);
  if (asked !== undefined) return asked;
  if (field.args.some(({ name }) => PAGE_ARGUMENTS.has(name))) return MAX_PAGE_SIZE;
  return isListType(getNullableType(field.type)) && !parent.endsWith('Connection') ? UNPAGED_SIZE : 1;
}

function pageSize(args: Readonly<Record<string, unknown>>): number | undefined {
  const { pagination, first = isObject(pagination) ? pagination['take'] : undefined } = args;
  return typeof first === 'number' ? Math.min(Math.max(0, first), MAX_PAGE_SIZE) : undefined;
}

const PAGE_ARGUMENTS = new Set(['first', 'pagination']);

/** What a list that comes whole is taken to hold, such as an order's products. */
const UNPAGED_SIZE = 5;

function hasWrongVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): boolean {
  const { errors } = getVariableValues(schema, variableDefinitions, variables, { maxErrors: 1 });
  return errors !== undefined;
}

function isIntrospection({ name }: GraphQLField<unknown, unknown>): boolean {
  return name.startsWith('__');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function refuseAbove(limit: number, found: number, what: string, remedy: string): void {
  if (found <= limit) return;
  throw new GraphQLError(`The operation asks for ${found} ${what}; at most ${limit} are allowed: ${remedy}.`, {
    extensions: { code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE', http: { status: 400 } },
  });
}
