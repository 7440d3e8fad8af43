import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { typesOfValues } from '../execution/refusals.ts';
import type { CacheHint, CacheHints } from './cache-hints.ts';

/** How long the answer to an operation holds, and for whom. */
export interface CachePolicy {
  /** In seconds; 0 for an answer that nobody may keep. */
  maxAge: number;
  isPrivate: boolean;
}

/**
 * How long the answer to an operation holds: as long as that of its fields which holds for the shortest time, what `@skip` and
 * `@include` leave out counted as well. A field of the root, and one that is an object, holds for no time unless the schema says
 * more (https://www.apollographql.com/docs/apollo-server/performance/caching#default-maxage); a leaf as long as its object.
 */
export function cachePolicy(
  hints: CacheHints,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CachePolicy {
  let maxAge = Infinity;
  let isPrivate = false;
  const restrict = (hint: CacheHint) => {
    maxAge = Math.min(maxAge, Math.max(0, hint.maxAge ?? Infinity));
    isPrivate ||= hint.isPrivate === true;
  };
  const info = new TypeInfo(schema);
  const isRoot = (parent: GraphQLCompositeType) => parent === schema.getRootType(operation.operation);
  const fields = visitWithTypeInfo(info, {
    Field({ name }) {
      const parent = info.getParentType();
      const type = info.getType();
      if (!parent || !type || name.value === '__typename') return;
      const valueType = getNamedType(type);
      const ofType = isCompositeType(valueType) ? hints.get(valueType.name) : undefined;
      for (const each of new Set([parent, ...typesOfValues(schema, parent)])) {
        restrict(hintOf(ofType, hints.get(`${each.name}.${name.value}`), isCompositeType(valueType), isRoot(each)));
      }
    },
  });
  // Fragments that another operation of the document spreads can only make it shorter.
  for (const definition of document.definitions) {
    if (definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION) visit(definition, fields);
  }
  return { maxAge: Number.isFinite(maxAge) ? maxAge : 0, isPrivate };
}

function hintOf(ofType: CacheHint = {}, ofField: CacheHint = {}, isComposite: boolean, isRoot: boolean): CacheHint {
  const merged = { ...ofType, ...ofField };
  const inherits = ofField.maxAge === undefined && merged.inheritsMaxAge === true && merged.maxAge === undefined;
  const holdsForNoTime = merged.maxAge === undefined && (isRoot || (isComposite && !inherits));
  return holdsForNoTime ? { ...merged, maxAge: 0 } : merged;
}
