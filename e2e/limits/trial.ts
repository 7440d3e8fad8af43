import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import type { Deployment } from '../deployment/deployment.ts';
import type { Cable } from '../deployment/cable.ts';
import type { Targets } from './attacks.ts';

/** One line of docs/limits.md: something that is sent, or a part that fails, and what comes of it. */
export interface Trial {
  name: string;
  /** What who caused it gets, one or the other with " or " between; empty where nobody asked for anything. */
  gets: string;
  /** What all others notice, in words, and the codes that they may be given meanwhile. */
  others: string;
  codes: readonly string[];
  /** How many milliseconds all others give each request, if fewer than the parts do. */
  othersWaitMs?: number;
  /** Makes it happen, to its end. @returns what who caused it got. */
  run(stage: Stage): Promise<string>;
}

/** Where it happens: each part twice, each core with a line of its own to its store. */
export interface Stage {
  deployment: Deployment;
  graph: GraphQLClient;
  /** Of the order cores, in the order of their replicas. */
  cables: readonly Cable[];
  targets: Targets;
  /** Waits until the client that asks all the time, and those that place orders, were answered some times more. */
  untilOthersGoOn(): Promise<void>;
}

/** What a document got: its data, or the code and the reason of its first error. */
export async function answerTo(graph: GraphQLClient, document: string, variables = {}, headers = {}): Promise<string> {
  const { errors: [error] = [] } = await graph.query(document, variables, headers);
  if (!error) return 'its answer';
  const { code, reason, retryable } = error.extensions;
  const said = [code, reason].filter((text) => typeof text === 'string').map((text) => `\`${text}\``);
  return [...said, ...(retryable === true ? ['retryable'] : [])].join(', ');
}
