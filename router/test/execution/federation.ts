import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { type DocumentNode, type GraphQLFormattedError, graphql, parse } from 'graphql';
import { createExecutor, type ExecutionResult } from '../../execution/executor.ts';
import type { Refusals } from '../../execution/refusals.ts';
import type { HoldCopies } from '../../execution/run.ts';

/** A subgraph in this process. */
export interface Subgraph {
  sdl: string;
  resolvers?: Record<string, Record<string, unknown>>;
  /** Answers in place of its schema, given what that would answer. */
  answer?: (usual: Answer, request: SubgraphRequest) => unknown;
}

export type Answer = { data?: Record<string, unknown> | null; errors?: readonly GraphQLFormattedError[] };

interface SubgraphRequest {
  query: string;
  variables: Record<string, unknown>;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external",
  "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible", "@authenticated", "@requiresScopes",
  "@policy"])\n`;

/** Composes subgraphs, and answers operations over them. */
export function federate(
  subgraphs: Record<string, Subgraph>,
  options?: { holdCopies?: HoldCopies; maxFields?: number },
) {
  const parts = Object.entries(subgraphs).map(([name, { sdl, resolvers = {}, answer }]) => {
    const typeDefs = parse(LINK + sdl);
    const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as GraphQLResolverMap }]);
    return { name, url: `http://${name}`, typeDefs, schema, answer };
  });
  const { supergraphSdl, errors } = composeServices(parts);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const requests: ({ subgraph: string } & SubgraphRequest)[] = [];
  const execute = createExecutor(
    supergraphSdl,
    async (subgraph, request) => {
      const part = parts.find(({ name }) => name === subgraph);
      if (!part) throw new Error(`There is no subgraph ${subgraph}.`);
      // As it comes over HTTP.
      const sent = JSON.parse(JSON.stringify(request)) as SubgraphRequest;
      requests.push({ subgraph, ...sent });
      const { schema, answer } = part;
      const usual = await graphql({ schema, source: sent.query, variableValues: sent.variables });
      const received = JSON.parse(JSON.stringify(usual)) as Answer;
      return (answer ? await answer(received, sent) : received) as Answer;
    },
    options,
  );
  // As they are kept.
  const documents = new Map<string, DocumentNode>();
  return {
    requests,
    supergraphSdl,
    ask: async (query: string, variables: Record<string, unknown> = {}, refusals?: Refusals): Promise<Answer> => {
      const document = documents.get(query) ?? parse(query);
      documents.set(query, document);
      const result: ExecutionResult = await execute({ document, variables, refusals });
      return JSON.parse(JSON.stringify(result)) as Answer;
    },
  };
}

/** An entity as its subgraph knows it: what it is named by, and what it has beside that. */
export const known = (fields: Record<string, unknown>) => (reference: object) => ({ ...reference, ...fields });
