import { type DocumentNode, Kind, type OperationDefinitionNode, OperationTypeNode, type SelectionNode } from 'graphql';
import type { ExecutableNode } from './executable-plan.ts';
import type { FieldFault } from './failures.ts';
import { notPlanned } from './faults.ts';

export interface Planned {
  /** Undefined when there is nothing to fetch. */
  plan: ExecutableNode | undefined;
  /** Why fields of the root are not in the plan, by their keys. */
  notPlanned: ReadonlyMap<string, FieldFault>;
}

/**
 * Plans as much of an operation as can be planned. A schema has fields that nobody can be asked for: those of an interface
 * without types, for one. Where the planner throws for them or has no plan, each field of the root is planned for itself.
 * Of a mutation none is done then.
 *
 * @param plan returns undefined, or throws, for what cannot be planned.
 * @param document a canonical operation: its root has fields alone.
 */
export function planFields(
  plan: (document: DocumentNode) => ExecutableNode | undefined,
  document: DocumentNode | undefined,
): Planned {
  const operation = document?.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) return { plan: undefined, notPlanned: new Map() };
  const fields = operation.selectionSet.selections;
  const whole = attempt(plan, operation, fields);
  if ('node' in whole) return { plan: whole.node, notPlanned: new Map() };
  const isQuery = operation.operation === OperationTypeNode.QUERY;
  const failed = isQuery ? fields.filter((field) => !('node' in attempt(plan, operation, [field]))) : fields;
  const left = attempt(
    plan,
    operation,
    fields.filter((field) => !failed.includes(field)),
  );
  return 'node' in left
    ? { plan: left.node, notPlanned: faultOf(failed, whole.why) }
    : { plan: undefined, notPlanned: faultOf(fields, whole.why) };
}

function attempt(
  plan: (document: DocumentNode) => ExecutableNode | undefined,
  operation: OperationDefinitionNode,
  selections: readonly SelectionNode[],
): { node: ExecutableNode } | { why: unknown } {
  if (selections.length === 0) return { why: 'Nothing is left.' };
  const selectionSet = { kind: Kind.SELECTION_SET, selections } as const;
  try {
    const node = plan({ kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }] });
    return node ? { node } : { why: 'No subgraph gives it.' };
  } catch (why) {
    return { why };
  }
}

function faultOf(fields: readonly SelectionNode[], why: unknown): ReadonlyMap<string, FieldFault> {
  const keys = fields.flatMap((field) => (field.kind === Kind.FIELD ? [(field.alias ?? field.name).value] : []));
  const fault = notPlanned(keys, why);
  return new Map(keys.map((key) => [key, fault]));
}
