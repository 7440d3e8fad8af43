import type { GraphQLDataSource } from '@apollo/gateway';
import { outgoingHeaders, remainingMs, TIMEOUT_HEADER } from '@commerce/platform/call-context';
import { deadlineExceeded, DomainError, internal, unavailable } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';
import { REQUEST_ERRORS } from '@commerce/platform/errors/format-error';
import { log } from '@commerce/platform/log';
import { subgraphFetchDuration } from '@commerce/platform/metrics';
import { inClientSpan, type SpanDescription } from '@commerce/platform/traces/span';
import type { Span } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';
import type { GraphQLFormattedError } from 'graphql';
import { Agent, interceptors } from 'undici';
import { failedFields } from './failed-fields.ts';
import { withUniqueRepresentations } from './unique-representations.ts';

/** A subgraph's answer to one fetch of a query plan. */
export interface SubgraphResponse {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

export interface SubgraphRequest {
  query: string;
  variables: Record<string, unknown>;
}

export interface SubgraphDataSource extends GraphQLDataSource {
  close(): Promise<void>;
}

/**
 * Fetches from one subgraph, from each address behind its name in turn, within what is left of the request's time. It hands on the
 * request's id, credentials, trace context and remaining time. A fetch that fails gives an error on the path of every
 * field that it was for, so that the rest of the response is whole.
 */
export function createSubgraphDataSource(name: string, url: string): SubgraphDataSource {
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
    return toResponse(await response.body.text(), response.statusCode);
  };

  // One for each attempt.
  const postInSpan = (request: SubgraphRequest) =>
    inClientSpan(
      () => requestSpan(name, url),
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

const DEFAULT_TIMEOUT_MS = 10_000;

/** How a request to a subgraph is shown (https://opentelemetry.io/docs/specs/semconv/http/http-spans/). */
function requestSpan(subgraph: string, url: string): SpanDescription {
  const { protocol, hostname, port, pathname } = new URL(url);
  return {
    name: `POST ${pathname}`,
    attributes: {
      [ATTR_HTTP_REQUEST_METHOD]: 'POST',
      // Without a password or a query.
      [ATTR_URL_FULL]: new URL(pathname, `${protocol}//${hostname}:${port}`).href,
      [ATTR_SERVER_ADDRESS]: hostname,
      [ATTR_SERVER_PORT]: Number(port) || (protocol === 'https:' ? 443 : 80),
      'commerce.subgraph.name': subgraph,
    },
  };
}

function toResponse(text: string, statusCode: number): SubgraphResponse {
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
