import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { getNamedType, type GraphQLSchema, isObjectType, isRequiredArgument } from 'graphql';
import { selectionOf } from './graph-questions.ts';

/** All that the graph says of an entity and of what it leads to, to whoever may see it. */
export async function stateOf(
  schema: GraphQLSchema,
  graph: GraphQLClient,
  { entity, id }: { entity: string; id: string },
  headers: Record<string, string>,
): Promise<object> {
  const type = schema.getType(entity);
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  const root = roots.find((field) => getNamedType(field.type) === type && field.args.some(isRequiredArgument));
  if (!root || !isObjectType(type)) throw new Error(`No field of Query gives one ${entity} by its id.`);
  const fields = Object.values(type.getFields()).map(
    (field) => `${field.name} ${selectionOf(getNamedType(field.type))}`,
  );
  const document = `query ($id: ID!) { found: ${root.name}(id: $id) { ${fields.join(' ')} } }`;
  return await graph.ask<object>(document, { id }, headers);
}
