import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  getNullableType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { CompiledField, CompiledFields } from './compiled.ts';
import { completion } from './completion.ts';
import { infoFor } from './resolve-info.ts';

type Fragments = Record<string, FragmentDefinitionNode>;

/**
 * Collects what is selected of an object (https://spec.graphql.org/September2025/#CollectFields()).
 *
 * @param sets of a document that is valid and has no directives in them.
 */
export function compileFields(
  schema: GraphQLSchema,
  fragments: Fragments,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): CompiledFields {
  const collected = new Map<string, [FieldNode, ...FieldNode[]]>();
  const visited = new Set<string>();
  for (const set of sets) collect(set);
  const fields = [...collected].flatMap(([responseName, nodes]) => {
    const name = nodes[0].name.value;
    const definition = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : type.getFields()[name];
    return definition ? [compileField(responseName, definition, nodes)] : [];
  });
  return { type, fields };

  function collect({ selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const responseName = node.alias?.value ?? node.name.value;
        const same = collected.get(responseName);
        if (same) same.push(node);
        else collected.set(responseName, [node]);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD && visited.has(node.name.value)) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) visited.add(node.name.value);
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments[node.name.value];
      if (fragment && isFor(fragment.typeCondition?.name.value)) collect(fragment.selectionSet);
    }
  }

  function isFor(condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const abstract = schema.getType(condition);
    return isAbstractType(abstract) && schema.isSubType(abstract, type);
  }

  function compileField(
    responseName: string,
    definition: GraphQLField<unknown, unknown>,
    nodes: [FieldNode, ...FieldNode[]],
  ): CompiledField {
    // Most fields are leaves, which have none.
    let compiled: Map<GraphQLObjectType, CompiledFields> | undefined;
    const fieldsOf = (object: GraphQLObjectType) => {
      compiled ??= new Map();
      const before = compiled.get(object);
      if (before) return before;
      const inside = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const found = compileFields(schema, fragments, object, inside);
      compiled.set(object, found);
      return found;
    };
    const field: CompiledField = {
      responseName,
      name: definition.name,
      parentType: type,
      definition,
      nodes,
      resolve: definition.resolve,
      hasArguments: definition.args.length > 0,
      isLeaf: isLeafType(getNullableType(definition.type)),
      complete: completion(definition.type, {
        coordinate: `${type.name}.${definition.name}`,
        nodes,
        fieldsOf,
        infoFor: (run, place) => infoFor(run, field, place),
      }),
    };
    return field;
  }
}
