import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { getNamedType, type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';
import type { SubgraphConfig } from '../../composition/supergraph-config.ts';
import { schemaOf } from '../subgraph-schema.ts';

/** Something that a router asks for and a subgraph lacks, or that a subgraph may answer and the router does not know. */
export interface Unserved {
  subgraph: string;
  message: string;
}

/**
 * What a router that serves a supergraph cannot have of subgraphs as they are, and what they may answer that it does not know.
 *
 * @param supergraph in SDL, as composition writes it.
 * @param subgraphs those that are left out are taken to be as the supergraph says.
 * @throws Error when the supergraph is none.
 */
export async function unserved(supergraph: string, subgraphs: readonly SubgraphConfig[]): Promise<Unserved[]> {
  const found = await Promise.all(
    [...Supergraph.build(supergraph, { supportedFeatures: null }).subgraphs()].map(async (asked) => {
      const offered = subgraphs.find(({ name }) => name === asked.name);
      const schema = offered && schemaOf(offered.sdl);
      if (!schema) return [];
      const known = buildSubgraphSchema(parse(asked.toString()));
      const changes = await diff(known, schema);
      return changes
        .filter(({ path = '' }) => !FEDERATION.test(path))
        .filter((change) => hurts(known, change))
        .map(({ message }) => ({ subgraph: asked.name, message }));
    }),
  );
  return found.flat();
}

/** A value of an enum hurts whoever is sent one that he does not know: the router by a result, the subgraph by an argument. */
function hurts(known: GraphQLSchema, { type, criticality, path = '' }: Change): boolean {
  const [name = ''] = path.split('.');
  if (type === 'ENUM_VALUE_ADDED') return isAnswered(known, name);
  if (type === 'ENUM_VALUE_REMOVED') return isSent(known, name);
  return criticality.level === CriticalityLevel.Breaking;
}

function isAnswered(schema: GraphQLSchema, name: string): boolean {
  return fieldsOf(schema).some(({ type }) => getNamedType(type).name === name);
}

function isSent(schema: GraphQLSchema, name: string): boolean {
  const inputs = Object.values(schema.getTypeMap()).filter((type) => isInputObjectType(type));
  return [
    ...inputs.flatMap((type) => Object.values(type.getFields())),
    ...fieldsOf(schema).flatMap(({ args }) => args),
  ].some(({ type }) => getNamedType(type).name === name);
}

function fieldsOf(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) => Object.values(type.getFields()));
}

const FEDERATION = /^(@|_|Query\._|link__|federation__)/;
