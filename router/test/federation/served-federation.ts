import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { Supergraph } from '@apollo/federation-internals';
import {
  buildASTSchema,
  type DocumentNode,
  execute,
  type GraphQLFormattedError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  printSchema,
  visit,
} from 'graphql';
import type { Refusals } from '../../execution/refusals.ts';
import { requirements, selected } from './representations.ts';
import { type Facts, subgraphFacts } from './subgraph-facts.ts';
import type { Fault, Thing, World } from './thing.ts';
import { createWorld } from './world.ts';

export interface Operation {
  document: DocumentNode;
  operationName?: string;
  variables: Record<string, unknown>;
  /** What its caller may not see. */
  refusals?: Refusals | undefined;
}

export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
}

/** Asks one subgraph, as a router does. */
export type FetchSubgraph = (
  subgraph: string,
  request: { query: string; variables: Record<string, unknown> },
) => Promise<Answer>;

export interface Federation {
  supergraphSdl: string;
  /** What clients see. */
  apiSchema: GraphQLSchema;
  facts: Facts;
  /** Serves the subgraphs, and the whole, with some data. */
  serve(faults: Fault[], seed: number): Served;
}

interface Served {
  fetchSubgraph: FetchSubgraph;
  /** What one server that has the whole schema and the same data answers. */
  monolith(operation: Operation): Promise<Answer>;
  /** The same where every field may be null, so that none hides another's error. */
  forgiving(operation: Operation): Promise<Answer>;
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", ' +
  '"@requires", "@provides", "@override", "@interfaceObject", "@inaccessible"])\n';

/**
 * Composes subgraphs, which are texts alone: their data is made up, see world.ts. They are served in this process.
 *
 * @param subgraphs the schemas by name, without their link to the federation specification.
 * @returns the problems, when they do not compose.
 */
export function composeFederation(subgraphs: Record<string, string>): Federation | { problems: string[] } {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}`,
    typeDefs: parse(LINK + sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) return { problems: errors.map(({ message }) => message) };
  const facts = subgraphFacts(subgraphs);

  const servers = new Map(
    services.map(({ name, typeDefs }) => [name, findsEntities(buildSubgraphSchema({ typeDefs }))]),
  );
  const apiSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const forgivingSchema = withoutNonNull(apiSchema);
  return {
    supergraphSdl,
    apiSchema,
    facts,
    serve(faults, seed) {
      const world = createWorld(facts, faults, seed);
      const parts = new Map([...servers].map(([name, schema]) => [name, serveSubgraph(name, schema, facts, world)]));
      return {
        async fetchSubgraph(subgraph, request) {
          const part = parts.get(subgraph);
          if (!part) throw new Error(`There is no subgraph ${subgraph}.`);
          return part(request);
        },
        monolith: (operation) => whole(apiSchema, operation, facts, world),
        forgiving: (operation) => whole(forgivingSchema, operation, facts, world),
      };
    },
  };
}

function serveSubgraph(name: string, schema: GraphQLSchema, facts: Facts, world: World) {
  return async ({ query, variables }: { query: string; variables: Record<string, unknown> }): Promise<Answer> => {
    // The types are those of all worlds; who asks them says in which.
    const contextValue: Context = {
      find(type, representation) {
        const thing = world.find(type, representation, name);
        return thing ? { ...thing, representation } : null;
      },
    };
    const answer = await execute({
      schema,
      document: parse(query),
      contextValue,
      // As over HTTP: nothing of the router's is the subgraph's.
      variableValues: structuredClone(variables),
      fieldResolver(source: (Thing & { representation?: unknown }) | undefined, args: object, _context, info) {
        const thing = source ?? root(info);
        const selection = facts.requires(name, facts.coordinateOf(thing.type, info.fieldName));
        const required = selection ? { [name]: selected(source?.representation, selection) } : {};
        return world.value(thing, info.fieldName, args, required, name);
      },
    });
    return JSON.parse(JSON.stringify(answer)) as Answer;
  };
}

interface Context {
  find(type: string, representation: Record<string, unknown>): object | null;
}

function findsEntities(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const resolveReference = (representation: Record<string, unknown>, { find }: Context) =>
      find(type.name, representation);
    type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference } } };
  }
  return schema;
}

async function whole(
  schema: GraphQLSchema,
  { document, operationName, variables, refusals }: Operation,
  facts: Facts,
  world: World,
): Promise<Answer> {
  const answer = await execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    fieldResolver(source: Thing | undefined, args: object, _context, info) {
      const thing = source ?? root(info);
      const refusal = refusals?.of(thing.type, info.fieldName);
      if (refusal) throw new Error(refusal.message);
      const coordinate = facts.coordinateOf(thing.type, info.fieldName);
      return world.value(thing, info.fieldName, args, requirements(world, facts, thing, coordinate));
    },
  });
  return JSON.parse(JSON.stringify(answer)) as Answer;
}

function root({ parentType }: GraphQLResolveInfo): Thing {
  return { __typename: parentType.name, type: parentType.name, n: 0, required: {} };
}

function withoutNonNull(schema: GraphQLSchema): GraphQLSchema {
  const nullable = visit(parse(printSchema(schema)), {
    // What goes in stays as it is.
    InputValueDefinition: () => false,
    [Kind.NON_NULL_TYPE]: { leave: ({ type }) => type },
  });
  return buildASTSchema(nullable, { assumeValid: true });
}
