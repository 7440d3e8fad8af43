import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { defineGraph } from '@commerce/platform/graphql/define-graph';
import { z } from 'zod';
import { type OrderClient, createOrderClient } from '../client.ts';
import { order } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

/** What the order subgraph reads from the environment. */
export const graphVariables = z.object(variablesOf(order));

export const { startGraph, embedGraph } = defineGraph<OrderClient, z.infer<typeof graphVariables>>({
  domain: order,
  resolvers,
  createClient: (config, certificates) => createOrderClient(config.ORDER_CORE, certificates),
  createContext,
});
