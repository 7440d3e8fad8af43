import { readFile } from 'node:fs/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { assertValidSchema, parse } from 'graphql';
import { isSwitchedOn } from '../config/switches.ts';
import type { Domain } from '../domain.ts';
import { fieldLimit } from '../field-limit.ts';
import type { ReadinessCheck } from '../process/readiness.ts';
import type { Certificates } from '../tls/certificates.ts';
import type { GraphQLService, Operation } from './answer-request.ts';
import { createDocuments } from './documents.ts';
import { executeOperation } from './execution/execute-operation.ts';
import { limitFields } from './limit-fields.ts';

/** What a domain puts its subgraph together from, however that is asked. */
export interface Subgraph {
  domain: Pick<Domain, 'name' | 'schemaFile'>;
  /** As generated for the SDL. */
  resolvers: object;
  /** Makes each request's context, with loaders of its own. */
  context: () => object;
  /** Of its core; a stand-in has none. */
  client?: { waitsFor: ReadinessCheck; close(): void };
  certificates?: Certificates | undefined;
}

/** What bounds its answers. */
export interface SubgraphLimits {
  NODE_ENV: string;
  MAX_RESPONSE_FIELDS: number;
  INTROSPECTION?: 'true' | 'false' | undefined;
}

/**
 * Makes what answers a subgraph's operations. `_service` gives its SDL to `rover subgraph introspect`, where
 * `INTROSPECTION` is on.
 *
 * @throws Error for an SDL and resolvers that do not fit.
 */
export async function subgraphService(
  { domain, resolvers, context }: Subgraph,
  limits: SubgraphLimits,
): Promise<GraphQLService<unknown>> {
  const typeDefs = parse(await readFile(domain.schemaFile, 'utf8'));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as GraphQLResolverMap }]);
  assertValidSchema(schema);
  limitFields(schema, fieldLimit(limits.MAX_RESPONSE_FIELDS));
  const showsSchema = isSwitchedOn(limits.INTROSPECTION, limits.NODE_ENV);
  return {
    name: domain.name,
    schema: () => schema,
    documents: createDocuments(showsSchema),
    showsSchema,
    execute: (operation: Operation) => executeOperation(operation, context()),
  };
}
