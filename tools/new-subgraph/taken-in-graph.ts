import { type GraphQLSchema, isObjectType, Kind, parse } from 'graphql';
import type { NewDomain } from './domain-names.ts';
import { type Rename, TEMPLATE } from './renaming.ts';
import { templateFiles } from './template-files.ts';

/**
 * What a new domain's subgraph would define although the graph has it: types, and fields of the types that it adds to.
 *
 * @returns what is wrong with the entity's name, if anything.
 */
export async function takenInGraph(graph: GraphQLSchema, { parent }: NewDomain, rename: Rename): Promise<string[]> {
  const sdl = (await templateFiles(parent !== undefined)).get(`subgraphs/${TEMPLATE.domain}/graph/schema.graphql`);
  const taken = parse(sdl ?? '').definitions.flatMap((definition) => {
    if (!('name' in definition) || !definition.name) return [];
    const before = definition.name.value;
    const name = rename(before);
    const type = graph.getType(name);
    if (!type) return [];
    if (name !== before && before !== TEMPLATE.parent) return [name];
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !isObjectType(type)) return [];
    const fields = (definition.fields ?? []).map((field) => field.name.value);
    return fields
      .filter((field) => rename(field) !== field && rename(field) in type.getFields())
      .map((field) => `${name}.${rename(field)}`);
  });
  return taken.length === 0 ? [] : [`--entity: expected a name that is free, and the graph has ${taken.join(', ')}`];
}
