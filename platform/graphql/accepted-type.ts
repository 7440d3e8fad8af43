import Negotiator from 'negotiator';

/** A response whose status says whether the request was refused; with the other type, 200 may have errors alone. */
export const GRAPHQL_RESPONSE = 'application/graphql-response+json; charset=utf-8';

/** A response of which every status but 200 may come from somebody between. */
const JSON_RESPONSE = 'application/json; charset=utf-8';

/**
 * The type of an answer, given the header `Accept` of its request
 * (https://graphql.github.io/graphql-over-http/draft/#sec-Accept).
 *
 * @returns undefined when whoever asks takes none that GraphQL is answered in.
 */
export function acceptedType(accept: string | undefined): string | undefined {
  // What most clients send, and no header at all, needs no reading.
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return JSON_RESPONSE;
  return new Negotiator({ headers: { accept } }).mediaType([JSON_RESPONSE, GRAPHQL_RESPONSE]);
}
