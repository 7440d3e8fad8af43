import { internal } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';
import { REQUEST_ERRORS } from '@commerce/platform/errors/format-error';
import type { GraphQLFormattedError } from 'graphql';

/** A subgraph's answer to one fetch of a query plan. */
export interface SubgraphResponse {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

/**
 * @param text the body of its response.
 * @throws Error when it is no GraphQL response; DomainError Internal when it refuses what the router asks.
 */
export function toSubgraphResponse(text: string, statusCode: number): SubgraphResponse {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new Error(`It answered ${statusCode} with something other than JSON.`, { cause });
  }
  if (typeof body !== 'object' || body === null || !('data' in body || 'errors' in body)) {
    throw new Error(`It answered ${statusCode} with neither data nor errors.`);
  }
  const response = body as SubgraphResponse;
  // The router wrote this request, and the client's own was valid: this subgraph serves another schema than the
  // supergraph says, or takes smaller requests.
  if (!('data' in body) && response.errors?.some(isRequestError))
    throw internal(new Error(`It refused: ${text.slice(0, 1_000)}`));
  return response;
}

/** Not so a client's value that only the subgraph can judge, such as a scalar of its own: that one gives no reason. */
function isRequestError({ extensions: { code, reason } = {} }: GraphQLFormattedError): boolean {
  return REQUEST_ERRORS.has(code) || (code === errorTable.InvalidArgument.graphql && reason !== undefined);
}
