import { graphVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { defineGraph } from '@commerce/platform/graphql/define-graph';
import { z } from 'zod';
import { type CatalogClient, createCatalogClient } from '../client.ts';
import { catalog } from '../domain.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

/** What the catalog subgraph reads from the environment. */
export const graphVariables = z.object(variablesOf(catalog));

export const { startGraph, embedGraph } = defineGraph<CatalogClient, z.infer<typeof graphVariables>>({
  domain: catalog,
  resolvers,
  createClient: (config, certificates) => createCatalogClient(config.CATALOG_CORE, certificates),
  createContext,
});
