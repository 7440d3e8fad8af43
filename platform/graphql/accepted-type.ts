import Negotiator from 'negotiator';

/** A response whose status says whether the request was refused; with the other type, 200 may have errors alone. */
export const GRAPHQL_RESPONSE = 'application/graphql-response+json; charset=utf-8';

/**
 * The type of an answer, given the header `Accept` of its request: the same that Apollo Server finds when it has the answer.
 *
 * @returns undefined when whoever asks takes none that GraphQL is answered in.
 */
export function acceptedType(accept: string | undefined): string | undefined {
  return new Negotiator({ headers: { accept } }).mediaType(['application/json; charset=utf-8', GRAPHQL_RESPONSE]);
}
