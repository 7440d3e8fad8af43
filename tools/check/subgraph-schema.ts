import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse, type Source } from 'graphql';

/** Undefined for a schema that cannot be built: composition says why. */
export function schemaOf(sdl: Source): GraphQLSchema | undefined {
  try {
    return buildSubgraphSchema(parse(sdl));
  } catch {
    return undefined;
  }
}
