import { type Operation, operationFromDocument, Supergraph as ApolloSupergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, GraphQLSchema, Kind, parse, visit } from 'graphql';
import { withResolvableKeysFirst } from './resolvable-keys-first.ts';
import { type Types, typesOf } from './types-of.ts';

/** What operations are planned over. */
export interface Supergraph {
  /** What clients see. */
  apiSchema: GraphQLSchema;
  types: Types;
  /** The names of fields that the planner may ask for by itself: keys, requirements. */
  required: ReadonlySet<string>;
  /** The interfaces whose objects some subgraph has without knowing their types (`@interfaceObject`). */
  interfaceObjects: ReadonlySet<string>;
  /** @param overrideConditions for each label of `@override`, whether the new owner answers. */
  plan(document: DocumentNode, overrideConditions: Map<string, boolean>): QueryPlan;
  /** The subgraph that a field comes from, of some that were asked; undefined where it is one of several. */
  ownerOf(type: string, key: string, asked: ReadonlySet<string>): string | undefined;
}

export function loadSupergraph(sdl: string): Supergraph {
  const document = withResolvableKeysFirst(parse(sdl, { noLocation: true }));
  const supergraph = ApolloSupergraph.build(document, { supportedFeatures: null, validateSupergraph: false });
  const planner = new QueryPlanner(supergraph);
  const clientSchema = supergraph.apiSchema();
  return {
    apiSchema: withoutSubscriptions(clientSchema.toGraphQLJSSchema()),
    types: typesOf(supergraph.schema.toGraphQLJSSchema()),
    required: requiredNames(document),
    interfaceObjects: namesOfInterfaceObjects(document),
    plan(asked, overrideConditions) {
      // It was validated as its client wrote it.
      const operation: Operation = operationFromDocument(clientSchema, asked, { validate: false });
      return planner.buildQueryPlan(operation, { overrideConditions });
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

function namesOfInterfaceObjects({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set(
    definitions.flatMap((definition) => {
      if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
      const given = (definition.directives ?? []).flatMap(({ arguments: each = [] }) => each);
      const isStoodFor = given.some(
        ({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value,
      );
      return isStoodFor ? [definition.name.value] : [];
    }),
  );
}

const SELECTIONS: ReadonlySet<string> = new Set(['key', 'requires', 'provides']);

/**
 * Nobody serves subscriptions here. A type that a subgraph calls Subscription is a type like any other to clients, where the
 * gateway would make its fields operations.
 */
export function withoutSubscriptions(apiSchema: GraphQLSchema): GraphQLSchema {
  return new GraphQLSchema({ ...apiSchema.toConfig(), subscription: undefined });
}
