import { type Operation, operationFromDocument, Supergraph as ApolloSupergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, GraphQLSchema, Kind, parse, visit } from 'graphql';
import { withDistinctRequirements } from './distinct-requirements.ts';
import { type ExecutableNode, toExecutablePlan } from './executable-plan.ts';
import { interfaceObjects } from './interface-objects.ts';
import { providersIn, requiredFields } from './required-fields.ts';
import { withResolvableKeysFirst } from './resolvable-keys-first.ts';
import { type Types, typesOf } from './types-of.ts';

/** What operations are planned over. */
export interface Supergraph {
  /** What clients see. */
  apiSchema: GraphQLSchema;
  types: Types;
  /** The names of fields that the planner may ask for by itself: keys, requirements. */
  required: ReadonlySet<string>;
  /** See interface-objects.ts. */
  interfaceObjects: ReadonlySet<string>;
  /**
   * @param overrideConditions for each label of `@override`, whether the new owner answers.
   * @returns undefined when nothing is fetched.
   */
  plan(document: DocumentNode, overrideConditions: Map<string, boolean>): ExecutableNode | undefined;
  /** The subgraph that a field comes from, of some that were asked; undefined where it is one of several. */
  ownerOf(type: string, key: string, asked: ReadonlySet<string>): string | undefined;
}

export function loadSupergraph(sdl: string): Supergraph {
  const document = withResolvableKeysFirst(parse(sdl, { noLocation: true }));
  const { supergraph: planned, realNames } = withDistinctRequirements(document);
  const supergraph = build(planned);
  const clientSchema = (planned === document ? supergraph : build(document)).apiSchema();
  const planner = new QueryPlanner(supergraph);
  const plannedSchema = supergraph.apiSchema();
  const apiSchema = withoutSubscriptions(clientSchema.toGraphQLJSSchema());
  const wholeSchema = supergraph.schema.toGraphQLJSSchema();
  const types = typesOf(wholeSchema);
  const over = {
    schema: wholeSchema,
    types,
    requiredBy: requiredFields(planned),
    realNames,
    providers: providersIn(planned),
  };
  return {
    apiSchema,
    types,
    required: requiredNames(document),
    interfaceObjects: interfaceObjects(document, wholeSchema, apiSchema),
    plan(operation, overrideConditions) {
      // It was validated as its client wrote it.
      const toPlan: Operation = operationFromDocument(plannedSchema, operation, { validate: false });
      return toExecutablePlan(over, planner.buildQueryPlan(toPlan, { overrideConditions }));
    },
    ownerOf(type, key, asked) {
      const field = key.replace(/__\d+$/, '');
      const owners = [...supergraph.subgraphs()].filter(({ name, schema }) => {
        const known = schema.type(type);
        return asked.has(name) && known !== undefined && 'field' in known && known.field(field) !== undefined;
      });
      return owners.length === 1 ? owners[0]?.name : undefined;
    },
  };
}

function build(supergraph: DocumentNode): ApolloSupergraph {
  return ApolloSupergraph.build(supergraph, { supportedFeatures: null, validateSupergraph: false });
}

/** All names in selections that directives of the supergraph hold. */
function requiredNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(supergraph, {
    Directive({ name, arguments: given = [] }) {
      if (!name.value.startsWith('join__')) return;
      for (const { name: argument, value } of given) {
        if (value.kind !== Kind.STRING || !SELECTIONS.has(argument.value)) continue;
        for (const [found] of value.value.matchAll(/[_A-Za-z]\w*/g)) names.add(found);
      }
    },
  });
  return names;
}

const SELECTIONS: ReadonlySet<string> = new Set(['key', 'requires', 'provides']);

/**
 * Nobody serves subscriptions here. A type that a subgraph calls Subscription is a type like any other to clients, where the
 * gateway would make its fields operations.
 */
export function withoutSubscriptions(apiSchema: GraphQLSchema): GraphQLSchema {
  return new GraphQLSchema({ ...apiSchema.toConfig(), subscription: undefined });
}
