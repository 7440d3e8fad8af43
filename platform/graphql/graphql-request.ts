import type { FastifyRequest } from 'fastify';
import type { DocumentNode } from 'graphql';
import { parseJson } from '../values/json.ts';
import { hasBigIntegers } from './json-body.ts';
import { refusedRequest } from './refused-request.ts';

/** What a client asks for (https://graphql.github.io/graphql-over-http/draft/#sec-Request). */
export interface GraphQLRequest {
  /** Its document; undefined when an extension names it. */
  query: string | undefined;
  /** The same, where who asks has parsed it already. */
  document?: DocumentNode | undefined;
  operationName: string | undefined;
  /** As they came: nothing of them is checked. */
  variables: Record<string, unknown> | undefined;
  extensions: Record<string, unknown> | undefined;
  /** Whether some of what it has are BigInts. */
  hasBigIntegers: boolean;
}

/** What of an HTTP request is read. */
export type HttpRequest = Pick<FastifyRequest, 'method' | 'headers' | 'url' | 'body'>;

/** @throws GraphQLError for one that is none. */
export function readGraphQLRequest(request: HttpRequest): GraphQLRequest {
  refuseForms(request);
  return request.method === 'GET' ? fromSearch(request) : fromBody(request.body);
}

function fromBody(body: unknown): GraphQLRequest {
  if (Array.isArray(body)) throw refusedRequest('The body must be one request: batches are not taken.');
  if (!isRecord(body) || Object.keys(body).length === 0)
    throw refusedRequest('The body must be a JSON object with a query.');
  const { query, operationName } = body;
  if (query && typeof query !== 'string') throw refusedRequest('The query must be a string.');
  if (operationName != null && typeof operationName !== 'string')
    throw refusedRequest('operationName must be a string.');
  return {
    // An empty one is none.
    query: (query as string | null | undefined) || undefined,
    operationName: operationName || undefined,
    variables: objectIn(body, 'variables'),
    extensions: objectIn(body, 'extensions'),
    hasBigIntegers: hasBigIntegers(body),
  };
}

function objectIn(body: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = body[name];
  if (value == null) return undefined;
  if (!isRecord(value)) throw refusedRequest(`${name} must be an object.`);
  return value;
}

function fromSearch({ url, headers }: HttpRequest): GraphQLRequest {
  const type = headers['content-type'];
  if (type !== undefined && essenceOf(type) !== 'application/json') {
    const message = 'The header Content-Type of a GET must be application/json, or absent.';
    throw refusedRequest(message, undefined, { status: 415 });
  }
  const question = url.indexOf('?');
  const search = new URLSearchParams(question === -1 ? '' : url.slice(question));
  return {
    query: once(search, 'query') || undefined,
    operationName: once(search, 'operationName') || undefined,
    variables: jsonIn(search, 'variables'),
    extensions: jsonIn(search, 'extensions'),
    hasBigIntegers: MANY_DIGITS.test(url),
  };
}

/** Fewer fit into a number. */
const MANY_DIGITS = /\d{16}/;

function once(search: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = search.getAll(name);
  if (others.length > 0) throw refusedRequest(`${name} may be given once.`);
  return value;
}

function jsonIn(search: URLSearchParams, name: string): Record<string, unknown> | undefined {
  const text = once(search, name);
  if (text === undefined) return undefined;
  const value = parsed(text);
  if (!isRecord(value)) throw refusedRequest(`${name} must be a JSON object.`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * Refuses what a page of another site can have a browser send without asking whether it may: a request with a content type
 * of a form, or none, and no header that a form cannot set (https://fetch.spec.whatwg.org/#simple-header).
 */
function refuseForms({ headers }: HttpRequest): void {
  const type = headers['content-type'];
  if (type !== undefined && !FORMS.has(essenceOf(type))) return;
  if (ASKING_HEADERS.some((name) => headers[name])) return;
  throw refusedRequest(
    'A form of another site could send this request: give it the header Content-Type: application/json, or apollo-require-preflight.',
  );
}

const FORMS: ReadonlySet<string> = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/** Those that Apollo's clients send (https://www.apollographql.com/docs/apollo-server/security/cors#preventing-cross-site-request-forgery-csrf). */
const ASKING_HEADERS = ['x-apollo-operation-name', 'apollo-require-preflight'];

function essenceOf(contentType: string): string {
  const [essence = ''] = contentType.split(';', 1);
  return essence.trim().toLowerCase();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
