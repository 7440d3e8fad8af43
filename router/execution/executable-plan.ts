import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type FieldNode, OperationTypeNode, parse } from 'graphql';
import { fieldsOf, rootFields } from '../selected-fields.ts';
import { renamedKeys, type Rewrite, toRewrite } from './rewrites.ts';
import type { Types } from './types-of.ts';

/** A query plan, with all that depends on it alone worked out once. */
export type ExecutableNode = ExecutableFetch | { kind: 'Sequence' | 'Parallel'; nodes: ExecutableNode[] };

export interface ExecutableFetch {
  kind: 'Fetch';
  subgraph: string;
  query: string;
  document: DocumentNode;
  /** Canonical names of the variables that it uses. */
  variables: readonly string[];
  isMutation: boolean;
  /** Where the objects are that it fetches for, in canonical keys; lists are gone through. */
  path: readonly string[];
  /** What it needs to know of an entity; undefined when it fetches no entities. */
  requires: FetchNode['requires'];
  rewriteInput: Rewrite | undefined;
  rewriteOutput: Rewrite | undefined;
  /** From the names in its document to those in the response. */
  renamed: ReadonlyMap<string, string>;
  /** The keys that it brings to each of its objects. */
  keys: ReadonlySet<string>;
}

/** @returns undefined when nothing is fetched. */
export function toExecutablePlan(types: Types, { node }: QueryPlan): ExecutableNode | undefined {
  if (!node) return undefined;
  if (node.kind === 'Subscription') throw new Error('Nobody serves subscriptions here.');
  return toNode(types, node, []);
}

function toNode(types: Types, node: PlanNode, path: readonly string[]): ExecutableNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map((child) => toNode(types, child, path)) };
    case 'Flatten':
      return toNode(types, node.node, [...path, ...node.path.map(String).filter((step) => step !== '@')]);
    case 'Fetch':
      return toFetch(types, node, path);
    default:
      // Canonical operations have neither conditions nor @defer.
      throw new Error(`A plan for a canonical operation has no node of the kind ${node.kind}.`);
  }
}

function toFetch(types: Types, node: FetchNode, path: readonly string[]): ExecutableFetch {
  const document = parse(node.operation, { noLocation: true });
  const renamed = renamedKeys(node.outputRewrites);
  const roots = rootFields(document);
  const brought = node.requires ? roots.flatMap(({ selectionSet }) => fieldsOf(selectionSet, document)) : roots;
  return {
    kind: 'Fetch',
    subgraph: node.serviceName,
    query: node.operation,
    document,
    variables: node.variableUsages ?? [],
    isMutation: node.operationKind === OperationTypeNode.MUTATION,
    path,
    requires: node.requires,
    rewriteInput: toRewrite(types, node.inputRewrites),
    rewriteOutput: toRewrite(types, node.outputRewrites),
    renamed,
    keys: new Set(brought.map((field) => renamed.get(responseKey(field)) ?? responseKey(field))),
  };
}

function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
