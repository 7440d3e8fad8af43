import { tracedStep } from '@commerce/platform/exposed-trace/traced-step';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fragmentsOf } from '../fragments-of.ts';
import { queryPlanCache, queryPlanDuration } from '../metrics.ts';
import type { Overrides } from '../override-labels.ts';
import { toCanonicalOperation } from './canonical-operation.ts';
import { conditionVariables, isIncluded, toConditions } from './conditions.ts';
import type { ExecutableNode } from './executable-plan.ts';
import type { FieldFault } from './failures.ts';
import { introspectionOf } from './introspection.ts';
import { planFields, type Planned } from './plan-fields.ts';
import type { Refusals } from './refusals.ts';
import { type ObjectShape, toSelectionShape } from './response-shape.ts';
import type { Supergraph } from './supergraph.ts';

/**
 * All that depends on a document alone, on what its `@skip`s and `@include`s decide, on who answers what moves, and on what
 * its caller may not see.
 */
export interface PreparedOperation {
  /** Undefined when there is nothing to fetch. */
  plan: ExecutableNode | undefined;
  /** Why fields of the root are not in the plan, by their keys. */
  notPlanned: ReadonlyMap<string, FieldFault>;
  /** The subgraphs that the plan asks. */
  planned: ReadonlySet<string>;
  /** The client's name of each variable of the plan. */
  clientNames: ReadonlyMap<string, string>;
  shape: ObjectShape;
  /** Answers what is asked of the schema itself. */
  introspect: ((variables: Record<string, unknown>) => Record<string, unknown>) | undefined;
}

/** Prepares operations, and keeps those that were asked for last. */
export function prepareOperations(supergraph: Supergraph) {
  const { apiSchema } = supergraph;
  // A document is one object for as long as it is kept: see documents.ts of the platform.
  const documents = new WeakMap<
    DocumentNode,
    { conditionNames: string[]; prepared: LRUCache<string, PreparedOperation> }
  >();
  const plans = new LRUCache<string, Planned & { planned: ReadonlySet<string> }>({
    maxSize: MAX_PLANS_LENGTH,
    sizeCalculation: ({ plan }, text) => text.length + (plan ? lengthOf(plan) : 1),
  });

  const planFor = (text: string, document: DocumentNode | undefined, { key, conditions }: Overrides) => {
    const planKey = `${key} ${text}`;
    const known = plans.get(planKey);
    if (known) {
      planCacheHits.inc();
      return known;
    }
    const begin = performance.now();
    const made = tracedStep('plan', () => planFields((part) => supergraph.plan(part, conditions), document));
    queryPlanDuration.observe((performance.now() - begin) / 1_000);
    planCacheMisses.inc();
    const planned = { ...made, planned: new Set(made.plan ? subgraphsIn(made.plan) : []) };
    plans.set(planKey, planned);
    return planned;
  };

  return {
    /** @throws GraphQLError when there is none, or no single one. */
    operationOf(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
      const operation = getOperationAST(document, operationName);
      if (operation) return operation;
      throw new GraphQLError('The document has no such operation, or several and none was named.', {
        extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
      });
    },

    /** @param variables coerced. @throws GraphQLError for a null where `@skip` or `@include` asks for a variable. */
    prepared(
      document: DocumentNode,
      operation: OperationDefinitionNode,
      variables: Record<string, unknown>,
      overrides: Overrides,
      refusals: Refusals | undefined,
    ): PreparedOperation {
      let known = documents.get(document);
      if (!known) {
        known = { conditionNames: conditionVariables(document), prepared: new LRUCache({ max: MAX_VARIANTS }) };
        documents.set(document, known);
      }
      const conditions = toConditions(known.conditionNames, variables);
      const decided = [...conditions].map(([name, value]) => `${name}:${value}`).join();
      const key = `${operation.name?.value ?? ''} ${decided} ${overrides.key} ${refusals?.key ?? ''}`;
      const made = known.prepared.get(key);
      if (made) {
        planCacheHits.inc();
        return made;
      }

      const fragments = fragmentsOf(document);
      const canonical = toCanonicalOperation(apiSchema, operation, fragments, conditions, supergraph, refusals);
      const root = apiSchema.getRootType(operation.operation) as GraphQLObjectType;
      const includes = (node: Pick<SelectionNode, 'directives'>) => isIncluded(node, conditions);
      const { interfaceObjects } = supergraph;
      const { keyOf } = canonical;
      const source = { schema: apiSchema, fragments, includes, keyOf, interfaceObjects, refusals, apart: 0 };
      const shape = toSelectionShape(source, root, [operation.selectionSet]).of(root.name);
      if (!shape) throw new Error('A root type has a shape.');
      const prepared: PreparedOperation = {
        ...planFor(canonical.text, canonical.document, overrides),
        clientNames: canonical.variables,
        shape,
        introspect: introspectionOf(apiSchema, operation, fragments),
      };
      known.prepared.set(key, prepared);
      return prepared;
    },
  };
}

// Looked up once: prom-client would make a text of the labels each time.
const planCacheHits = queryPlanCache.labels('hit');
const planCacheMisses = queryPlanCache.labels('miss');

/** In characters of the operations, and of the documents that their plans send. */
const MAX_PLANS_LENGTH = 4_000_000;
/** Of one document, for what its conditions may be, who answers what moves, and what callers may not see. */
const MAX_VARIANTS = 16;

function subgraphsIn(node: ExecutableNode): string[] {
  return 'fetch' in node ? [node.fetch.subgraph] : node.nodes.flatMap(subgraphsIn);
}

function lengthOf(node: ExecutableNode): number {
  return 'fetch' in node ? node.fetch.query.length : node.nodes.reduce((sum, child) => sum + lengthOf(child), 1);
}
