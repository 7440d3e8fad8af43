import type { ApolloServerPlugin } from '@apollo/server';
import { hasWrongVariables } from '@commerce/platform/graphql/variable-errors';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { valueOf } from './amount.ts';
import { fragmentsOf } from './fragments-of.ts';
import { type FieldCosts, fieldCosts } from './field-costs.ts';
import { type ListSize, listSizes } from './list-sizes.ts';
import { type OperationSize, operationSize } from './operation-size.ts';
import type { RateLimit, RouterContext } from './rate-limit.ts';
import type { SharedQueries } from './shared-queries.ts';

/**
 * Refuses an operation that is far too large before anything is fetched for it: a hundred bytes can ask for a hundred
 * million entities. What it does ask for is counted as it comes: see response-fields.ts.
 *
 * @param charge counts what is let through.
 * @param begins is told of what is within all limits.
 */
export function operationLimits(
  charge: RateLimit['charge'] | undefined,
  begins: SharedQueries['begins'] | undefined,
): ApolloServerPlugin<RouterContext> {
  let listSize: ListSize = () => 1;
  let costs: FieldCosts | undefined;
  // By their nodes: the server parses a document that comes again once, and anew for a new schema.
  const sizes = new WeakMap<OperationDefinitionNode, OperationSize>();
  const sizeOf = (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) => {
    const known = sizes.get(operation);
    if (known) return known;
    const size = operationSize({ schema, operation, fragments: fragmentsOf(document) }, listSize, costs);
    sizes.set(operation, size);
    return size;
  };
  return {
    async serverWillStart() {
      return {
        schemaDidLoadOrUpdate({ coreSupergraphSdl }) {
          if (coreSupergraphSdl === undefined) return;
          listSize = listSizes(coreSupergraphSdl);
          costs = fieldCosts(coreSupergraphSdl);
        },
      };
    },
    async requestDidStart() {
      return {
        async didResolveOperation(context) {
          const { request, document, schema, operation } = context;
          // What has no operation, or variables of a wrong type, is refused next, with the field at fault.
          const values =
            operation && !hasWrongVariables(request) ? valuesOf(schema, operation, request.variables ?? {}) : undefined;
          if (!operation || !values) return;
          const size = sizeOf(schema, document, operation);
          const [objects, fields] = [valueOf(size.objects, values), valueOf(size.fields, values)];
          refuseAbove(MAX_OBJECTS, objects, 'fields that are objects or lists of them', 'ask for fewer');
          refuseAbove(MAX_FIELDS, fields, 'fields in its response', 'ask for shorter or fewer lists');
          await charge?.(context, fields);
          begins?.(context, fields);
        },
      };
    },
  };
}

/** Bounds the depth of a document too, and the number of fetches that it can lead to. */
const MAX_OBJECTS = 100;

/** Where every list is as long as it can be; hardly any is. */
const MAX_FIELDS = 10_000_000;

/** Bounds the work of parsing, and keeps a document's nesting within what the parser's recursion can follow. */
export const MAX_TOKENS = 1_500;

/** Fields of a document, each fragment counted wherever it is spread: bounds the work of planning. */
export const MAX_SELECTIONS = 2_000;

/** With the defaults of those that are not given; undefined when one is wrong. */
function valuesOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Record<string, unknown> | undefined {
  return getVariableValues(schema, variableDefinitions, variables, { maxErrors: 1 }).coerced;
}

function refuseAbove(limit: number, found: number, what: string, remedy: string): void {
  if (found <= limit) return;
  throw new GraphQLError(`The operation asks for ${found} ${what}; at most ${limit} are allowed: ${remedy}.`, {
    extensions: { code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE', http: { status: 400 } },
  });
}
