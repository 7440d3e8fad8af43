import type { Operation } from '@commerce/platform/graphql/answer-request';
import type { Http } from '@commerce/platform/graphql/graphql-routes';
import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { valueOf } from './amount.ts';
import { fragmentsOf } from './fragments-of.ts';
import { type FieldCosts, fieldCosts } from './field-costs.ts';
import { type ListSize, listSizes } from './list-sizes.ts';
import { type OperationSize, operationSize } from './operation-size.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ObservedRequests } from './requests/observe-requests.ts';
import type { SharedQueries } from './shared-queries.ts';

/** How much one operation may ask for. */
export interface OperationLimits {
  /** Takes over how long lists are and what fields cost. */
  onSupergraph(schema: GraphQLSchema, supergraphSdl: string): void;
  /** @throws GraphQLError for an operation that is too large. */
  admit(operation: Operation, http: Http): Promise<void>;
}

/**
 * Refuses an operation that is far too large before anything is fetched for it: a hundred bytes can ask for a hundred
 * million entities. What it does ask for is counted as it comes: see response-fields.ts.
 *
 * @param charge counts what is let through.
 * @param begins is told of what is within all limits.
 * @param counted is told of what a request's operation counts as.
 */
export function operationLimits(
  charge: RateLimit['charge'] | undefined,
  begins: SharedQueries['begins'] | undefined,
  counted: ObservedRequests['counted'] = () => {},
): OperationLimits {
  let listSize: ListSize = () => 1;
  let costs: FieldCosts | undefined;
  // By their nodes: a document that comes again is parsed once, and anew for a new schema.
  const sizes = new WeakMap<OperationDefinitionNode, OperationSize>();
  const sizeOf = ({ schema, document, operation }: Operation) => {
    const known = sizes.get(operation);
    if (known) return known;
    const size = operationSize({ schema, operation, fragments: fragmentsOf(document) }, listSize, costs);
    sizes.set(operation, size);
    return size;
  };
  return {
    onSupergraph(_schema, supergraphSdl) {
      listSize = listSizes(supergraphSdl);
      costs = fieldCosts(supergraphSdl);
    },
    async admit(operation, http) {
      const size = sizeOf(operation);
      const { values } = operation;
      const [objects, fields] = [valueOf(size.objects, values), valueOf(size.fields, values)];
      refuseAbove(MAX_OBJECTS, objects, 'fields that are objects or lists of them', 'ask for fewer');
      refuseAbove(MAX_FIELDS, fields, 'fields in its response', 'ask for shorter or fewer lists');
      counted(http.request, fields);
      await charge?.(http, fields);
      begins?.(operation.operation, fields);
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

function refuseAbove(limit: number, found: number, what: string, remedy: string): void {
  if (found <= limit) return;
  throw new GraphQLError(`The operation asks for ${found} ${what}; at most ${limit} are allowed: ${remedy}.`, {
    extensions: { code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE', http: { status: 400 } },
  });
}
