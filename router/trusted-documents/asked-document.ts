import type { FastifyRequest } from 'fastify';

/** How a request says which document it is for, as it came: nothing of it is checked. */
export interface AskedDocument {
  text: unknown;
  /** https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md */
  documentId: unknown;
  /** Of the text, in Apollo's extension `persistedQuery`. */
  sha256Hash: unknown;
  operationName: unknown;
}

/**
 * Reads a request before anything else of it is looked at.
 *
 * @returns undefined for what it refuses by itself: such a request runs nothing.
 */
export function askedDocument({
  method,
  url,
  body,
}: Pick<FastifyRequest, 'method' | 'url' | 'body'>): AskedDocument | undefined {
  const given = method === 'GET' ? parametersOf(url) : body;
  if (!isRecord(given)) return undefined;
  const extensions = given['extensions'];
  const persistedQuery = isRecord(extensions) ? extensions['persistedQuery'] : undefined;
  return {
    // An empty one is none.
    text: given['query'] || undefined,
    documentId: given['documentId'] ?? undefined,
    sha256Hash: isRecord(persistedQuery) ? persistedQuery['sha256Hash'] : undefined,
    operationName: given['operationName'],
  };
}

function parametersOf(url: string): Record<string, unknown> | undefined {
  const parameters = new URLSearchParams(new URL(url, 'http://router').search);
  const names = ['query', 'documentId', 'operationName', 'extensions'];
  if (names.some((name) => parameters.getAll(name).length > 1)) return undefined;
  try {
    const extensions: unknown = JSON.parse(parameters.get('extensions') ?? '{}');
    return { ...Object.fromEntries(names.map((name) => [name, parameters.get(name)])), extensions };
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
