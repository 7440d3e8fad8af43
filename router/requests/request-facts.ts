import type { Outcome } from '@commerce/platform/graphql/outcome';
import type { OperationTypeNode } from 'graphql';

/** What is known of a request by the time that it is over, for its line in the log and for metrics. */
export interface RequestFacts {
  /** In milliseconds of performance.now(). */
  begunAt: number;
  /** Who sent it, as a label: see client-labels.ts. */
  client: string;
  /** Of its operation; undefined when it has none, or none was found. */
  operation?: string | undefined;
  type?: OperationTypeNode | undefined;
  /** The fields that its answer may have; undefined for what was refused before that was counted. */
  cost?: number | undefined;
  outcome?: Outcome | undefined;
  /** Why it was refused before it was an operation, as its error says: one of our own reasons. */
  refusal?: string | undefined;
  /** Whether it was given the answer to another in flight. */
  isShared?: boolean | undefined;
  requestId?: string | undefined;
  traceId?: string | undefined;
  /** Whether its trace is collected. */
  isTraced?: boolean | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined for what is no request for GraphQL. */
    facts: RequestFacts | undefined;
  }
}
