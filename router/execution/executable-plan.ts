import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  parse,
  print,
  visit,
} from 'graphql';
import { rootFields } from '../selected-fields.ts';
import { compatibleFields, entityFields } from './entity-fields.ts';
import { type EntityFetch, type ExecutableFetch, toEntityFetch } from './executable-fetch.ts';
import { toRequirements } from './representation.ts';
import type { RequiredBy } from './required-fields.ts';
import { renamedKeys, toRewrite } from './rewrites.ts';
import type { Types } from './types-of.ts';
import { unmetRequirement } from './unmet-requirement.ts';

/** A query plan, with all that depends on it alone worked out once. */
export type ExecutableNode =
  | { kind: 'Fetch'; fetch: ExecutableFetch }
  | { kind: 'Entities'; fetch: EntityFetch }
  | { kind: 'Sequence' | 'Parallel'; nodes: ExecutableNode[] };

/** What is known of the supergraph that a plan is for. */
export interface PlannedOver {
  /** All of it, with what clients do not see. */
  schema: GraphQLSchema;
  types: Types;
  /** The subgraphs that give, at some places, fields that are of others: there they know what a field requires. */
  providers: ReadonlySet<string>;
  requiredBy: RequiredBy;
  /** What subgraphs call fields that the planner has another name for. */
  realNames: ReadonlyMap<string, string>;
}

/** @returns undefined when nothing is fetched. */
export function toExecutablePlan(over: PlannedOver, { node }: QueryPlan): ExecutableNode | undefined {
  if (!node) return undefined;
  if (node.kind === 'Subscription') throw new Error('Nobody serves subscriptions here.');
  return toNode(over, node, []);
}

function toNode(over: PlannedOver, node: PlanNode, path: readonly string[]): ExecutableNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map((child) => toNode(over, child, path)) };
    case 'Flatten':
      return toNode(over, node.node, [...path, ...node.path.map(String).filter((step) => step !== '@')]);
    case 'Fetch':
      return toFetch(over, node, path);
    default:
      // Canonical operations have neither conditions nor @defer.
      throw new Error(`A plan for a canonical operation has no node of the kind ${node.kind}.`);
  }
}

function toFetch(over: PlannedOver, node: FetchNode, path: readonly string[]): ExecutableNode {
  const { types, requiredBy, realNames } = over;
  const planned = parse(node.operation, { noLocation: true });
  const document = realNames.size > 0 ? withRealNames(planned, realNames) : planned;
  const renamed = renamedKeys(node.outputRewrites);
  const keyOf = ({ alias, name }: FieldNode) => {
    const key = (alias ?? name).value;
    return renamed.get(key) ?? key;
  };
  const fetch: ExecutableFetch = {
    subgraph: node.serviceName,
    query: document === planned ? node.operation : print(document),
    document,
    variables: node.variableUsages ?? [],
    isMutation: node.operationKind === OperationTypeNode.MUTATION,
    path,
    rewriteInput: toRewrite(types, node.inputRewrites),
    rewriteOutput: toRewrite(types, node.outputRewrites),
    renamed,
    keys: new Set(rootFields(document).map(keyOf)),
  };
  const requirements = node.requires && toRequirements(node.requires, realNames);
  if (!over.providers.has(fetch.subgraph)) {
    const unmet = unmetRequirement(over.schema, requiredBy, fetch, requirements);
    if (unmet) throw new Error(`${fetch.subgraph} is asked for ${unmet} without what that requires.`);
  }
  if (!requirements) return { kind: 'Fetch', fetch };
  const requires = (type: string, field: FieldNode) => requiredBy(fetch.subgraph, type, field.name.value);
  const fields = entityFields(document, requirements, requires, keyOf);
  const whole = toEntityFetch(types, fetch, requirements, fields);
  const groups = compatibleFields(fields, realNames);
  if (groups.length < 2) return { kind: 'Entities', fetch: whole };
  const others = groups.map((group) => fields.filter((field) => !group.includes(field)));
  return { kind: 'Parallel', nodes: others.map((each) => ({ kind: 'Entities', fetch: whole.without(each) })) };
}

function withRealNames(document: DocumentNode, realNames: ReadonlyMap<string, string>): DocumentNode {
  return visit(document, {
    Field(field) {
      const value = realNames.get(field.name.value);
      return value === undefined
        ? undefined
        : { ...field, alias: field.alias ?? field.name, name: { kind: Kind.NAME, value } };
    },
  });
}
