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
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { MAX_ERRORS } from './few-errors.ts';

/**
 * Counts the fields of an answer: list by list, when a list has come and before anything is made of its entries. Without
 * lists an answer is no longer than its document.
 *
 * @param schema its resolvers are replaced.
 * @param count takes the fields that a list's entries have, down to the next list, and each entry as one more. What it
 *   throws is the error of the field. It is asked before each resolver, with nothing to count.
 */
export function limitFields(schema: GraphQLSchema, count: (fields: number) => void): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field;
      const hasList = isList(field.type);
      if (!hasList && !field.resolve) continue;
      const admit = (fields: number, info: GraphQLResolveInfo, value: unknown) => {
        try {
          count(fields);
          return value;
        } catch (error) {
          forget(value);
          // graphql-js gives up a list at the first entry that throws, and what the entries before it wait for would end the
          // process if it failed: so what ends its entry fails later, when all are waited for.
          if (isNonNullType(field.type)) return Promise.reject(error);
          if (isToldEnough(info)) return null;
          throw error;
        }
      };
      const admitList = (list: unknown, info: GraphQLResolveInfo) =>
        admit(entriesOf(list, 1 + fieldsOfEntry(info)), info, list);

      field.resolve = (source, args, context, info) => {
        // What comes after the limit is not asked for.
        const refused = admit(0, info, undefined);
        if (refused !== undefined) return refused;
        const value: unknown = resolve(source, args, context, info);
        if (!(value instanceof Promise)) return hasList ? admitList(value, info) : value;
        return admit(WAITING, info, hasList ? value.then((list) => admitList(list, info)) : value);
      };
    }
  }
}

/** Nobody waits for it any more: if it fails, that must not end the process. */
function forget(value: unknown): void {
  if (value instanceof Promise) value.catch(() => {});
  if (Array.isArray(value)) for (const entry of value) forget(entry);
}

/** What waits for others costs as much as so many fields that are there, measured in the heap. */
const WAITING = 10;

/**
 * An error costs as much as a hundred fields, and thousands of lists may come after the one that was too long. Those that
 * can be are null without an error of their own, once a client has enough of them.
 */
function isToldEnough({ variableValues }: GraphQLResolveInfo): boolean {
  const told = errorsOf.get(variableValues) ?? 0;
  errorsOf.set(variableValues, told + 1);
  return told >= MAX_ERRORS;
}

/** By the variables, which each execution has an object of its own for. */
const errorsOf = new WeakMap<object, number>();

/** @param fields what each entry counts, those in lists of lists too. */
function entriesOf(list: unknown, fields: number): number {
  if (!Array.isArray(list)) return 0;
  return list.reduce<number>(
    (sum, entry) => sum + fields + (entry instanceof Promise ? WAITING : entriesOf(entry, fields)),
    0,
  );
}

/**
 * graphql-js gives the same nodes for every object of an execution, and others for the next: its variables may leave out
 * other parts. What is executed compiled has the same nodes each time, and leaves out nothing.
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
