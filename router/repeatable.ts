import { type CallContext, callContext } from '@commerce/platform/call-context';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLFormattedError,
  Kind,
  OperationTypeNode,
  type ValueNode,
} from 'graphql';
import { rootFields } from './selected-fields.ts';
import type { SubgraphResponse } from './subgraph-response.ts';

/**
 * May this be sent again after it was carried out? A query may, and a mutation whose fields all take effect once because
 * each has an `idempotencyKey` (see platform/graphql/idempotency-key.ts).
 */
export function isRepeatable(document: DocumentNode, variables: Record<string, unknown>): boolean {
  if (!document.definitions.some(isMutation)) return true;
  return rootFields(document).every(({ arguments: given = [] }) =>
    given.some(({ name, value }) => name.value === 'idempotencyKey' && isKey(value, variables)),
  );
}

function isMutation(definition: DefinitionNode): boolean {
  return definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION;
}

function isKey(value: ValueNode, variables: Record<string, unknown>): boolean {
  if (value.kind === Kind.VARIABLE) return Boolean(variables[value.name.value]);
  return value.kind === Kind.STRING && value.value !== '';
}

/** The running request has changed something that a second one would change again: its client is told so no more. */
export function noteWrite(): void {
  const context = callContext.getStore();
  if (context) written.add(context);
}

export function hasWritten(): boolean {
  const context = callContext.getStore();
  return context !== undefined && written.has(context);
}

const written = new WeakSet<CallContext>();

/** A response whose errors no longer invite the client to send the whole of its request again. */
export function withoutRetries(response: SubgraphResponse): SubgraphResponse {
  return response.errors ? { ...response, errors: response.errors.map(withoutRetry) } : response;
}

function withoutRetry(error: GraphQLFormattedError): GraphQLFormattedError {
  const { retryable: _, retryAfterMs: __, ...extensions } = error.extensions ?? {};
  return error.extensions ? { ...error, extensions } : error;
}
