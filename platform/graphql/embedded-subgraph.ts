import type { DocumentNode } from 'graphql';
import { ANYONE } from '../auth/caller.ts';
import { openByteBudget } from '../byte-budget.ts';
import { type CallContext, callContext } from '../call-context.ts';
import { DomainError, unavailable } from '../errors/domain-error.ts';
import { openTrace } from '../exposed-trace/trace-recorder.ts';
import { requestAnswerer } from './answer-request.ts';
import type { GraphQLAnswer } from './graphql-answer.ts';
import { withPlainScalars } from './plain-scalars.ts';
import { type Subgraph, type SubgraphLimits, subgraphService } from './subgraph.ts';

/** What a router asks of a subgraph that is in its process. */
export interface EmbeddedFetch {
  query: string;
  /** The query, parsed; undefined where its text alone says what is meant. */
  document: DocumentNode | undefined;
  variables: Record<string, unknown>;
  /** Whether some of them are BigInts. */
  hasBigIntegers: boolean;
}

/** A subgraph that a router asks without a way between them: see docs/decisions/graphs-in-the-router.md. */
export interface EmbeddedSubgraph {
  name: string;
  /**
   * Answers a fetch of the running request, within its time. What it gives is the router's own: nothing else holds it, and
   * it is what JSON can say.
   *
   * @throws DomainError Unavailable once it is closed.
   */
  answer(fetch: EmbeddedFetch): Promise<GraphQLAnswer>;
  close(): void;
}

/** Makes a subgraph for a router in the same process. It has no port, and no state of its own but its connections to its core. */
export async function embedSubgraph({
  config,
  ...subgraph
}: Subgraph & { config: SubgraphLimits }): Promise<EmbeddedSubgraph> {
  const { domain, client, certificates } = subgraph;
  const service = await subgraphService(subgraph, config);
  const answer = requestAnswerer({ ...service, schema: constant(withPlainScalars(service.schema())) });
  let isClosed = false;
  return {
    name: domain.name,
    async answer({ query, ...fetch }) {
      if (isClosed) throw neverAsked(domain.name);
      const request = { ...fetch, query, operationName: undefined, extensions: undefined };
      return await inCallOfItsOwn(() => answer(() => request, false, undefined));
    },
    close() {
      isClosed = true;
      client?.close();
      certificates?.close();
    },
  };
}

/**
 * Answers with what a request that came over HTTP would have: bytes of its own to read, the credentials as they came, and a
 * trace of its own, which its router then has as `extensions.trace`.
 */
async function inCallOfItsOwn(answer: () => Promise<GraphQLAnswer>): Promise<GraphQLAnswer> {
  const asking = callContext.getStore();
  if (!asking) return await answer();
  const bytes = openByteBudget();
  const { trace: asked, ...shared } = asking;
  const trace = asked && openTrace();
  // It asks nobody who they are: its router has, and its core does.
  const own: CallContext = { ...shared, caller: ANYONE, bytes, ...(trace && { trace }) };
  try {
    const answered = await callContext.run(own, answer);
    return trace ? { ...answered, extensions: { ...answered.extensions, trace: trace.read() } } : answered;
  } finally {
    bytes.release();
  }
}

/** It may be asked again: nothing was done. */
function neverAsked(name: string): DomainError {
  const { kind, message, details } = unavailable(`The ${name} subgraph`);
  return new DomainError(kind, message, { ...details, retryable: true });
}

function constant<T>(value: T): () => T {
  return () => value;
}
