import { composeServices, type CompositionSuccess } from '@apollo/composition';
import { unservedFeatures } from '@commerce/router/supergraph-features';
import { type ASTNode, type DocumentNode, GraphQLError, parse } from 'graphql';
import { placesNamed } from './places-named.ts';
import { type Place, placeAt, type Problem, type Severity } from './problem.ts';
import type { SubgraphConfig } from './supergraph-config.ts';

export interface Composition {
  /** In the order in which composition found them. */
  problems: Problem[];
  /** Absent when a problem is an error. */
  supergraph?: {
    /** What the router reads. */
    sdl: string;
    /** `schema.toAPISchema()` is what clients see. */
    schema: CompositionSuccess['schema'];
  };
}

/**
 * Composes subgraphs into a supergraph; the same subgraphs give the same text. What the router would refuse is an error
 * here, or it would be found when it is published.
 */
export function composeSupergraph(subgraphs: readonly SubgraphConfig[]): Composition {
  const problems: Problem[] = [];
  const services = subgraphs.flatMap((subgraph) => {
    const typeDefs = parseSchema(subgraph, problems);
    return typeDefs ? [{ name: subgraph.name, url: subgraph.routingUrl, typeDefs }] : [];
  });
  // With a schema left out, the rest would be reported for lacking what stands in it.
  if (problems.length > 0) return { problems };

  const { errors, hints, schema, supergraphSdl } = composeServices(services);
  if (errors) {
    return {
      problems: errors.map((error) => {
        const problem = errorProblem(error);
        return problem.places.length > 0 ? problem : { ...problem, places: placesNamed(problem.message, services) };
      }),
    };
  }
  const unserved = unservedFeatures(supergraphSdl);
  if (unserved.length > 0) {
    return {
      problems: unserved.map((message) => {
        const places = placesNamed(message, services);
        return { severity: 'error', code: 'UNSUPPORTED_LINKED_FEATURE', message, places };
      }),
    };
  }
  return {
    problems: hints.map(({ definition: { code, level }, message, nodes = [] }) => ({
      severity: HINT_SEVERITY[level.name] ?? 'info',
      code,
      message,
      places: nodes.flatMap((node) => placeOf(node)),
    })),
    supergraph: { sdl: `${supergraphSdl.trimEnd()}\n`, schema },
  };
}

const HINT_SEVERITY: Record<string, Severity> = { WARN: 'warning', INFO: 'info', DEBUG: 'debug' };

/** Adds a syntax error to the problems. */
function parseSchema({ name, sdl }: SubgraphConfig, problems: Problem[]): DocumentNode | undefined {
  try {
    return parse(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    problems.push(errorProblem(error, name));
    return undefined;
  }
}

/** @param subgraph whose schema it is in, for an error that has a location but no node of a schema. */
function errorProblem({ extensions, message, nodes, locations, source }: GraphQLError, subgraph?: string): Problem {
  const places =
    subgraph !== undefined && source && locations
      ? locations.map(({ line, column }) => ({ subgraph, file: source.name, line, column }))
      : (nodes ?? []).flatMap((node) => placeOf(node));
  const { code } = extensions;
  return { severity: 'error', code: typeof code === 'string' ? code : 'INVALID_GRAPHQL', message, places };
}

/** None for what composition itself added to a schema. Composition notes on each node whose it is. */
function placeOf(node: ASTNode & { subgraph?: string }): Place[] {
  return node.loc && node.subgraph !== undefined ? [placeAt(node.subgraph, node.loc)] : [];
}
