import {
  defaultFieldResolver,
  type FieldNode,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/**
 * Counts the fields of an answer list by list: when a list has come, and before anything is made of its entries. Without
 * lists an answer is no longer than its document.
 *
 * @param schema its resolvers are replaced.
 * @param count takes the fields that a list's entries have, down to the next list, and each entry as one more. What it
 *   throws is the error of the field.
 */
export function countLists(schema: GraphQLSchema, count: (fields: number) => void): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isList(field.type)) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, args, context, info) => {
        const counted = (list: unknown) => {
          count(entriesOf(list) * (1 + fieldsOfEntry(info)));
          return list;
        };
        const list: unknown = resolve(source, args, context, info);
        return list instanceof Promise ? list.then(counted) : counted(list);
      };
    }
  }
}

/** How many there are, those in lists of lists too. */
function entriesOf(list: unknown): number {
  if (!Array.isArray(list)) return 0;
  return list.reduce<number>((sum, entry) => sum + 1 + entriesOf(entry), 0);
}

/**
 * graphql-js gives the same nodes for every object of an execution, and others for the next: its variables may leave out
 * other parts.
 */
const known = new WeakMap<readonly FieldNode[], number>();

function fieldsOfEntry(info: GraphQLResolveInfo): number {
  let fields = known.get(info.fieldNodes);
  if (fields === undefined) {
    const type = getNamedType(info.returnType);
    fields = info.fieldNodes.reduce((sum, node) => sum + fieldsIn(node.selectionSet, type, info), 0);
    known.set(info.fieldNodes, fields);
  }
  return fields;
}

/** At most: what is for one of several types counts for each entry, and what is asked for twice counts twice. */
function fieldsIn(set: SelectionSetNode | undefined, type: GraphQLNamedType, info: GraphQLResolveInfo): number {
  let fields = 0;
  for (const node of set?.selections ?? []) {
    if (isLeftOut(node, info)) continue;
    if (node.kind === Kind.FIELD) {
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
      const isCountedHere = field && !isList(field.type);
      fields += 1 + (isCountedHere ? fieldsIn(node.selectionSet, getNamedType(field.type), info) : 0);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
    const condition = fragment?.typeCondition && info.schema.getType(fragment.typeCondition.name.value);
    fields += fieldsIn(fragment?.selectionSet, condition ?? type, info);
  }
  return fields;
}

function isLeftOut(node: SelectionSetNode['selections'][number], { variableValues }: GraphQLResolveInfo): boolean {
  if (!node.directives?.length) return false;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] === false
  );
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}
