import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isLeafType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { CompiledField, CompiledFields } from './compiled.ts';
import { completion } from './completion.ts';

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
    const isComposite = isCompositeType(getNamedType(definition.type));
    return {
      responseName,
      parentType: type,
      definition,
      nodes,
      isLeaf: isLeafType(getNullableType(definition.type)),
      complete: completion(definition.type),
      fieldsOf: isComposite ? fieldsInside(schema, fragments, nodes) : nothingInside,
    };
  }
}

/** Compiles what nodes select of an object's type, when the first one of that type has come. */
function fieldsInside(schema: GraphQLSchema, fragments: Fragments, nodes: readonly FieldNode[]) {
  const compiled = new Map<GraphQLObjectType, CompiledFields>();
  // Mostly they are of one type.
  let last: CompiledFields | undefined;
  return (type: GraphQLObjectType): CompiledFields => {
    if (last?.type === type) return last;
    const inside = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    last = compiled.get(type) ?? compileFields(schema, fragments, type, inside);
    compiled.set(type, last);
    return last;
  };
}

/** One for all leaves: a closure for each would be most of what is kept. */
function nothingInside(type: GraphQLObjectType): CompiledFields {
  return { type, fields: [] };
}
