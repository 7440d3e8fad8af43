import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { rootFields } from '../selected-fields.ts';
import { type Requirement, requirementsAt } from './representation.ts';
import type { RequiredPaths } from './required-fields.ts';
import type { Types } from './types-of.ts';

/** A field that an entity fetch asks of its entities. */
export interface EntityField {
  /** What it is asked of: a type, an interface, or an interface object. */
  type: string;
  node: FieldNode;
  /** The key under which it comes. */
  key: string;
  /** What it alone needs, beside a key of its entity. */
  required: (RequiredPaths & { requirements: readonly Requirement[] }) | undefined;
}

/**
 * The fields of an entity fetch.
 *
 * @param requirements of all of them.
 * @param keyOf the key of the response that a field of the document brings.
 */
export function entityFields(
  document: DocumentNode,
  requirements: readonly Requirement[],
  requiredBy: (type: string, field: FieldNode) => RequiredPaths | undefined,
  keyOf: (field: FieldNode) => string,
): EntityField[] {
  const fields: EntityField[] = [];
  const add = (type: string, selectionSet: SelectionSetNode | undefined) => {
    for (const node of selectionSet?.selections ?? []) {
      if (node.kind === Kind.INLINE_FRAGMENT) add(node.typeCondition?.name.value ?? type, node.selectionSet);
      if (node.kind !== Kind.FIELD || node.name.value === '__typename') continue;
      const paths = requiredBy(type, node);
      const required = paths && { ...paths, requirements: requirementsAt(requirements, (path) => paths.all.has(path)) };
      fields.push({ type, node, key: keyOf(node), required });
    }
  };
  for (const { selectionSet } of rootFields(document)) add('', selectionSet);
  return fields;
}

/**
 * Fields that can be asked for together, as few groups of them as there can be: where two require one field with different
 * arguments, a representation has a place for one of its values.
 */
export function compatibleFields(
  fields: readonly EntityField[],
  realNames: ReadonlyMap<string, string>,
): EntityField[][] {
  if (realNames.size === 0) return [[...fields]];
  const groups: { fields: EntityField[]; meant: Map<string, string> }[] = [];
  for (const field of fields) {
    const meaning = meaningOf(field, realNames);
    let group = groups.find(({ meant }) => [...meaning].every(([path, means]) => (meant.get(path) ?? means) === means));
    if (!group) groups.push((group = { fields: [], meant: new Map() }));
    group.fields.push(field);
    for (const [path, means] of meaning) group.meant.set(path, means);
  }
  return groups.map((group) => group.fields);
}

/** Which of the planner's fields each path of a field's representation stands for. */
function meaningOf({ required }: EntityField, realNames: ReadonlyMap<string, string>): Map<string, string> {
  const meaning = new Map<string, string>();
  for (const path of [...(required?.all ?? [])].toSorted()) {
    const real = path
      .split('.')
      .map((step) => realNames.get(step) ?? step)
      .join('.');
    meaning.set(real, [...(meaning.has(real) ? [meaning.get(real)] : []), path].join(' '));
  }
  return meaning;
}

/** What some fields need to know of their entities, of what all of them do. */
export function requirementsFor(
  types: Types,
  requirements: readonly Requirement[],
  fields: readonly EntityField[],
  others: readonly EntityField[],
): Requirement[] {
  return requirements.flatMap((part) => {
    if (part.kind === 'Field' || part.type === undefined) return [part];
    const { type } = part;
    const isOfPart = (field: EntityField) => types.isA(type, field.type) || types.isA(field.type, type);
    const kept = fields.filter(isOfPart);
    if (kept.length === 0) return [];
    const isOthers = (path: string) => others.some((field) => isOfPart(field) && field.required?.beyondKeys.has(path));
    const isNeeded = (path: string) => !isOthers(path) || kept.some(({ required }) => required?.all.has(path));
    return [{ ...part, selections: requirementsAt(part.selections, isNeeded) }];
  });
}
