import type { FastifyInstance } from 'fastify';
import { addCompressedAnswers } from './compressed-answers.ts';
import { addCompressedRequests } from './compressed-requests.ts';
import { addCors } from './cors.ts';
import { addETags, addNotModified } from './etags.ts';

/** What adds its step to the way of a request. */
interface Step {
  addTo(app: FastifyInstance): void;
}

/** The steps that need more than the request. What is undefined is not configured, and does nothing. */
export interface HttpSteps {
  /** Follows each request from its begin; see observe-requests.ts. */
  requests: Step & {
    /** Notes of a request the trace that it is in by now. */
    addTracesTo(app: FastifyInstance): void;
  };
  /** The origins whose pages may ask; see cors.ts. */
  origins: readonly (string | RegExp)[];
  caching: Step;
  rates: Step | undefined;
  /** Adds GraphQL: it admits, negotiates, finds out who asks, reads the body and answers. @returns what finishes that. */
  addGraphQL(app: FastifyInstance): () => Promise<void>;
  trusted: Step | undefined;
  shared: Step | undefined;
}

/**
 * Adds to a router's server all that a request passes on its way in, and its answer on the way out. Fastify runs the steps of one
 * kind in the order in which they are added, so that this order is the router's behaviour, and stands here alone.
 *
 * @returns finishes the requests in flight, and closes `app`.
 */
export async function addHttpSteps(app: FastifyInstance, steps: HttpSteps): Promise<() => Promise<void>> {
  const { requests, origins, caching, rates, addGraphQL, trusted, shared } = steps;
  // Before all: what is refused is told of, too.
  requests.addTo(app);
  // Before whatever refuses: a page is to read why, and a preflight costs less than to refuse it.
  await addCors(app, origins);
  // Before it, too: nobody may keep a refusal.
  caching.addTo(app);
  // Before the body is read.
  rates?.addTo(app);
  const drain = addGraphQL(app);
  // Before what may refuse from here on: its line is to have its trace.
  requests.addTracesTo(app);
  addCompressedRequests(app);
  // The answer that several requests share gets its tag, and is compressed, once: before it is shared.
  addETags(app);
  addCompressedAnswers(app);
  // Before a request waits for another: what is refused has no answer to share.
  trusted?.addTo(app);
  shared?.addTo(app);
  // Behind: each of those who share it has another answer already, or none.
  addNotModified(app);
  return drain;
}
