import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { defineGraph } from '@commerce/platform/graphql/define-graph';
import { z } from 'zod';
import { type AccountClient, createAccountClient } from '../client.ts';
import { account } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

/** What the account subgraph reads from the environment. */
export const graphVariables = z.object(variablesOf(account));

export const { startGraph, embedGraph } = defineGraph<AccountClient, z.infer<typeof graphVariables>>({
  domain: account,
  resolvers,
  createClient: (config, certificates) => createAccountClient(config.ACCOUNT_CORE, certificates),
  createContext,
});
