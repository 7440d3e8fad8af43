import type { GraphQLDataSource } from '@apollo/gateway';
import { log } from '@commerce/platform/log';
import type { RetryBudget } from '@commerce/platform/process/retry-budget';
import { withMarkedIntegers, writeJson } from '@commerce/platform/values/json';
import { parse } from 'graphql';
import { inEntityBatches } from './entity-batches.ts';
import { failedFields } from './failed-fields.ts';
import { toFetchError } from './fetch-error.ts';
import { subgraphFetchDuration } from './metrics.ts';
import { hasWritten, isRepeatable, noteWrite, withoutRetries } from './repeatable.ts';
import { createSubgraphClient } from './subgraph-client.ts';
import type { SubgraphRequest } from './subgraph-request.ts';
import { type SubgraphResponse, toSubgraphResponse } from './subgraph-response.ts';
import { withUniqueRepresentations } from './unique-representations.ts';

export interface SubgraphDataSource extends GraphQLDataSource {
  close(): Promise<void>;
}

/**
 * Fetches from one subgraph, within what is left of the request's time and bytes. A fetch that fails gives an error on the
 * path of every field that it was for, so that the rest of the response is whole. Its client is told to send its request
 * again only when that does nothing twice.
 *
 * @param retries of all subgraphs together.
 * @param holdFields takes what was answered, and throws what the fetch fails with when it is too much.
 */
export function createSubgraphDataSource(
  name: string,
  url: string,
  retries: RetryBudget,
  holdFields: (data: unknown) => void,
): SubgraphDataSource {
  const client = createSubgraphClient(name, url, retries);

  const send = async (request: SubgraphRequest, mayRepeat: boolean): Promise<SubgraphResponse> => {
    const stopTimer = subgraphFetchDuration.startTimer({ subgraph: name });
    try {
      const response = toSubgraphResponse(name, await client.post(withMarkedIntegers(writeJson(request)), mayRepeat));
      stopTimer({ outcome: 'ok' });
      return response;
    } catch (thrown) {
      const error = toFetchError(name, thrown, mayRepeat);
      stopTimer({ outcome: error.kind });
      throw error;
    }
  };

  return {
    async process({ request: { query = '', variables = {} }, ...options }) {
      const document = ('document' in options && options.document) || parse(query, { noLocation: true });
      const mayRepeat = isRepeatable(document, variables);
      // Of the fetches before this one: what this one itself says of its own writes is known best to its subgraph.
      const wroteBefore = hasWritten();
      const fail = (thrown: unknown, request: SubgraphRequest): SubgraphResponse => {
        const error = toFetchError(name, thrown, mayRepeat);
        // A client that went away is no failure.
        if (error.kind !== 'Cancelled') {
          log.warn({ subgraph: name, err: error.cause ?? error }, 'a fetch from a subgraph failed');
        }
        if (!mayRepeat && !error.details.retryable) noteWrite();
        return { data: null, errors: failedFields(error, name, query, request.variables, document) };
      };
      const fetch = (request: SubgraphRequest) => inEntityBatches(request, (batch) => send(batch, mayRepeat), fail);
      const request = { query, variables };
      const response = await withUniqueRepresentations(request, fetch)
        .then((whole) => {
          holdFields(whole.data);
          return whole;
        })
        .catch((error: unknown) => fail(error, request));
      if (!mayRepeat && Object.values(response.data ?? {}).some((value) => value !== null)) noteWrite();
      return wroteBefore ? withoutRetries(response) : response;
    },
    close: () => client.close(),
  };
}
