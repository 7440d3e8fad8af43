import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { defineGraph } from '@commerce/platform/graphql/define-graph';
import { z } from 'zod';
import { type ExampleClient, createExampleClient } from '../client.ts';
import { example } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

/** What the example subgraph reads from the environment. */
export const graphVariables = z.object(variablesOf(example));

export const { startGraph, embedGraph } = defineGraph<ExampleClient, z.infer<typeof graphVariables>>({
  domain: example,
  resolvers,
  createClient: (config, certificates) => createExampleClient(config.EXAMPLE_CORE, certificates),
  createContext,
});
