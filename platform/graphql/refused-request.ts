import { GraphQLError } from 'graphql';
import { DomainError } from '../errors/domain-error.ts';
import { toGraphQLError } from '../errors/graphql-error.ts';

/** How the response to a refused request differs from that to an answered one. */
export interface HttpHead {
  status?: number;
  headers?: Readonly<Record<string, string>>;
}

/**
 * The error of a request that asks for nothing that can be answered.
 *
 * @param message tells its client what to mend.
 * @param reason what a program can tell apart.
 */
export function refusedRequest(message: string, reason = 'BAD_REQUEST', http: HttpHead = {}): GraphQLError {
  const { extensions } = toGraphQLError(new DomainError('InvalidArgument', message, { reason }));
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: 400, ...http } } });
}

/** A request of which several things are wrong. */
export class RefusedRequest extends Error {
  readonly errors: readonly GraphQLError[];

  /** @param errors at least one. */
  constructor(errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
    this.errors = errors;
  }
}
