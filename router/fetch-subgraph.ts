import { callContext } from '@commerce/platform/call-context';
import type { DomainError } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';
import { toGraphQLError } from '@commerce/platform/errors/graphql-error';
import { log } from '@commerce/platform/log';
import type { DocumentNode } from 'graphql';
import { fetchSpan, recordResponse } from './exposed-trace/fetch-span.ts';
import { inEntityBatches } from './entity-batches.ts';
import { toFetchError } from './fetch-error.ts';
import { subgraphFetchDuration } from './metrics.ts';
import { hasWritten, isRepeatable, noteWrite, withoutRetries } from './repeatable.ts';
import type { SubgraphRequest } from './subgraph-request.ts';
import type { SubgraphResponse } from './subgraph-response.ts';
import type { Sent, SubgraphTransport } from './subgraph-transport.ts';

export interface SubgraphFetcher {
  /**
   * Fetches from the subgraph, within what is left of the request's time and bytes. Its client is told to send its request
   * again only when that does nothing twice.
   *
   * @param document the request's query.
   * @param node its number in the plan, where its trace is asked for.
   * @throws DomainError for what failed as a whole.
   */
  fetch(request: SubgraphRequest, document: DocumentNode, node?: number): Promise<SubgraphResponse>;
  close(): Promise<void>;
}

/**
 * @param holdFields takes what was answered, and throws what the fetch fails with when it is too much.
 */
export function createSubgraphFetcher(
  name: string,
  transport: SubgraphTransport,
  holdFields: (data: unknown) => void,
): SubgraphFetcher {
  // Looked up once: prom-client would make a text of the labels each time.
  const answered = subgraphFetchDuration.labels({ subgraph: name, outcome: 'ok' });

  const send = async (request: SubgraphRequest, sent: Sent, node?: number): Promise<SubgraphResponse> => {
    const trace = callContext.getStore()?.trace;
    const span = trace?.begin(fetchSpan(name, request, node));
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1_000;
    try {
      const response = await transport.send(request, { ...sent, traced: trace && span && { trace, span } });
      if (trace && span) recordResponse(trace, span, response);
      answered.observe(seconds());
      return response;
    } catch (thrown) {
      const error = toFetchError(name, thrown, sent.mayRepeat);
      subgraphFetchDuration.observe({ subgraph: name, outcome: error.kind }, seconds());
      if (span) span.error = errorTable[error.kind].graphql;
      throw error;
    } finally {
      if (span) trace?.end(span);
    }
  };

  return {
    async fetch(request, document, node) {
      const mayRepeat = isRepeatable(document, request.variables);
      // Of the fetches before this one: what this one itself says of its own writes is known best to its subgraph.
      const wroteBefore = hasWritten();
      const noteFailure = (thrown: unknown): DomainError => {
        const error = toFetchError(name, thrown, mayRepeat);
        // A client that went away is no failure.
        if (error.kind !== 'Cancelled') {
          log.warn({ subgraph: name, err: error.cause ?? error }, 'a fetch from a subgraph failed');
        }
        if (!mayRepeat && !error.details.retryable) noteWrite();
        return error;
      };
      try {
        const response = await inEntityBatches(
          request,
          (batch) => send(batch, { document, mayRepeat }, node),
          (thrown, batch) => failedBatch(noteFailure(thrown), batch),
        );
        holdFields(response.data);
        if (!mayRepeat && Object.values(response.data ?? {}).some((value) => value !== null)) noteWrite();
        return wroteBefore ? withoutRetries(response) : response;
      } catch (thrown) {
        const error = noteFailure(thrown);
        if (!wroteBefore) throw error;
        const { message, extensions } = toGraphQLError(error);
        return withoutRetries({ data: null, errors: [{ message, extensions }] });
      }
    },
    close: () => transport.close(),
  };
}

/** One of several batches: it costs its own entities. */
function failedBatch(error: DomainError, { variables }: SubgraphRequest): SubgraphResponse {
  const { message, extensions } = toGraphQLError(error);
  const representations = variables['representations'];
  const count = Array.isArray(representations) ? representations.length : 0;
  const errors = Array.from({ length: count }, (_, index) => ({ message, extensions, path: ['_entities', index] }));
  return { data: { _entities: errors.map(() => null) }, errors };
}
