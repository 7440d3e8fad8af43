import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { z } from 'zod';
import { createFeedbackClient } from '../client.ts';
import { feedback } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const graphVariables = z.object(variablesOf(feedback));

/** Wires the feedback subgraph and starts it. */
export async function startGraph(config: z.infer<typeof graphVariables>): Promise<RunningSubgraph> {
  const client = createFeedbackClient(config.FEEDBACK_CORE);
  return await serveSubgraph({ domain: feedback, resolvers, context: () => createContext(client), config, client });
}
