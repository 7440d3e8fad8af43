import { type IncomingMessage, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as it is sent. */
export interface Sent {
  method?: string;
  path?: string;
  /** A list is one header for each of its entries. */
  headers?: Record<string, string | string[]>;
  body?: string;
}

export const JSON_TYPE = { 'content-type': 'application/json' };
export const post = (body: unknown, headers: Record<string, string> = {}): Sent => ({
  headers: { ...JSON_TYPE, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
export const ask = (query: unknown, more: object = {}, headers: Record<string, string> = {}) =>
  post({ query, ...more }, headers);
export const get = (
  parameters: string,
  headers: Record<string, string> = { 'apollo-require-preflight': '1' },
): Sent => ({
  method: 'GET',
  path: `/graphql?${parameters}`,
  headers,
});
/** The least that can be asked for, as a part of a URL. */
export const query = encodeURIComponent('{ z }');
/** Sends what `fetch` would not: it mends hosts and headers. */
export async function send(origin: string, { method = 'POST', path = '/graphql', headers = {}, body }: Sent) {
  const { hostname, port } = new URL(origin);
  const sent = httpRequest({ hostname, port, method, path, headers });
  sent.end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

export const persisted = (persistedQuery: unknown) => ({ extensions: { persistedQuery } });
