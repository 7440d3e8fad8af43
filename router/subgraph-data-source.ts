import type { GraphQLDataSource } from '@apollo/gateway';
import { DEFAULT_TIMEOUT_MS, outgoingHeaders, remainingMs, TIMEOUT_HEADER } from '@commerce/platform/call-context';
import { deadlineExceeded, DomainError, unavailable } from '@commerce/platform/errors/domain-error';
import { log } from '@commerce/platform/log';
import { subgraphFetchDuration } from './metrics.ts';
import { inClientSpan } from '@commerce/platform/traces/span';
import type { Span } from '@opentelemetry/api';
import { ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { Agent, interceptors } from 'undici';
import { failedFields } from './failed-fields.ts';
import type { SubgraphRequest } from './subgraph-request.ts';
import { subgraphRequestSpan } from './subgraph-request-span.ts';
import { type SubgraphResponse, toSubgraphResponse } from './subgraph-response.ts';
import { withUniqueRepresentations } from './unique-representations.ts';

export interface SubgraphDataSource extends GraphQLDataSource {
  close(): Promise<void>;
}

/**
 * Fetches from one subgraph, from each address behind its name in turn, within what is left of the request's time. It
 * hands on the request's id, credentials, trace context and remaining time. A fetch that fails gives an error on the path of every
 * field that it was for, so that the rest of the response is whole.
 *
 * @param holdFields takes what was answered, and throws what the fetch fails with when it is too much.
 */
export function createSubgraphDataSource(
  name: string,
  url: string,
  holdFields: (data: unknown) => void,
): SubgraphDataSource {
  const { origin, pathname, search } = new URL(url);
  const agent = new Agent({
    connections: 128,
    connect: { timeout: 2_000 },
    // Less than a subgraph that is about to end still serves (DRAIN_MS): none is used just as it is closed.
    keepAliveTimeout: 1_000,
    // The bounds where no request's deadline is nearer.
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  });
  // Looked up again after this time: replicas come and go.
  const replicas = agent.compose(interceptors.dns({ maxTTL: 5_000 }));

  const post = async (request: SubgraphRequest, span?: Span): Promise<SubgraphResponse> => {
    const remaining = remainingMs() ?? DEFAULT_TIMEOUT_MS;
    if (remaining <= 0) throw deadlineExceeded();
    const response = await replicas.request({
      origin,
      method: 'POST',
      path: pathname + search,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...outgoingHeaders(),
        [TIMEOUT_HEADER]: String(Math.ceil(remaining)),
      },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(Math.ceil(remaining)),
    });
    span?.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, response.statusCode);
    return toSubgraphResponse(await response.body.text(), response.statusCode);
  };

  // One for each attempt.
  const postInSpan = (request: SubgraphRequest) =>
    inClientSpan(
      () => subgraphRequestSpan(name, url),
      (span) => post(request, span),
    );

  const fetch = async (request: SubgraphRequest, isQuery: boolean): Promise<SubgraphResponse> => {
    try {
      return await postInSpan(request);
    } catch (error) {
      // The subgraph may have closed an idle connection just as it was used. A query can be sent again, and what was
      // never sent can be too: to the next replica.
      if (isNeverSent(error) || (isQuery && isConnectionLost(error))) return await postInSpan(request);
      throw error;
    }
  };

  return {
    async process({ request: { query = '', variables = {} }, ...options }) {
      const document = 'document' in options ? options.document : undefined;
      const stopTimer = subgraphFetchDuration.startTimer({ subgraph: name });
      try {
        const response = await withUniqueRepresentations({ query, variables }, (request) =>
          fetch(request, !query.startsWith('mutation')),
        );
        holdFields(response.data);
        stopTimer({ outcome: 'ok' });
        return response;
      } catch (thrown) {
        const error = toDomainError(name, thrown);
        stopTimer({ outcome: error.kind });
        log.warn({ subgraph: name, err: error.cause ?? error }, 'a fetch from a subgraph failed');
        return { data: null, errors: failedFields(error, name, query, variables, document) };
      }
    },
    close: () => agent.close(),
  };
}

function isNeverSent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NEVER_SENT.has(String(error.code));
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'UND_ERR_SOCKET' || error.code === 'ECONNRESET');
}

function toDomainError(name: string, thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const isTimeout =
    thrown instanceof Error && (thrown.name === 'TimeoutError' || thrown.name === 'HeadersTimeoutError');
  return isTimeout ? deadlineExceeded(thrown) : unavailable(`The ${name} subgraph`, thrown);
}
