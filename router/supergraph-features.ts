import {
  buildSchema,
  type CoreFeature,
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  type Directive,
  type Schema,
} from '@apollo/federation-internals';
import { permissionProblems } from './permissions/permission-problems.ts';
import { PERMISSIONS } from './permissions/stated-requirements.ts';
import { policies as knownPolicies } from './policies.ts';

/**
 * What a supergraph needs and this router cannot serve: the features that it links `for: SECURITY` or `for: EXECUTION`
 * (https://specs.apollo.dev/link/v1.0/#Purpose) and that the router does not have, and policies that it does not know. The gateway refuses them too, and names no
 * directive and no way out. Composition asks as the router does, so that nobody publishes what no router takes.
 *
 * @param policies that the router knows.
 * @returns for each feature a sentence with its directive, where that stands, and what to do.
 * @throws GraphQLError when the text is no SDL.
 */
export function unservedFeatures(supergraphSdl: string, policies = knownPolicies): string[] {
  const schema = buildSchema(supergraphSdl, { validate: false });
  const features = schema.coreFeatures?.allFeatures() ?? [];
  const unserved = features.filter(isUnserved).map((feature) => {
    const uses = usesOf(schema, feature);
    const [use] = uses;
    const url = feature.url.toString();
    const named = use === undefined ? url : `@${use.name} (${url}) on ${listed(uses.map(({ place }) => place))}`;
    return `${named}: ${reasonOf(feature)}`;
  });
  return [...unserved, ...permissionProblems(schema, policies)];
}

/** @throws Error with the sentences of what this router cannot serve. */
export function checkFeatures(supergraphSdl: string, policies = knownPolicies): void {
  const unserved = unservedFeatures(supergraphSdl, policies);
  if (unserved.length > 0) throw new Error(unserved.join('\n'));
}

/** A feature's directives, by the names that the schemas know them by, and where they stand. */
function usesOf(schema: Schema, feature: CoreFeature): { name: string; place: string }[] {
  return schema.directives().flatMap((definition) =>
    [...definition.applications()].flatMap((applied) => {
      const name = handedOn(applied) ?? definition.name;
      const isOf = feature.isFeatureDefinition(definition) || name === feature.nameInSchema;
      return isOf ? [{ name, place: placeOf(applied.parent) }] : [];
    }),
  );
}

/** Composition hands on as an argument what the supergraph has no definition of. */
function handedOn(applied: Directive): string | undefined {
  const { name }: { name?: string } = applied.name === 'join__directive' ? applied.arguments() : {};
  return name?.replace(/^federation__/, '');
}

/** What no purpose marks may be ignored, by the specification; but never what says who may read a field. */
function isUnserved({ purpose, url }: CoreFeature): boolean {
  if (NOT_YET.has(url.identity)) return true;
  if (PERMISSIONS.has(url.identity)) return url.version.toString() !== 'v0.1';
  return purpose !== undefined && !DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES.has(url.base.toString());
}

function reasonOf({ url, purpose }: CoreFeature): string {
  const unknown =
    (purpose === undefined
      ? 'it says who may read that, '
      : `the supergraph says that nobody serves it without this feature (for: ${purpose}), `) +
    'and this router does not have it. Take it out of the schemas.';
  return NOT_YET.get(url.identity) ?? unknown;
}

const NOT_YET = new Map([
  [
    'https://specs.apollo.dev/context',
    'this router does not fill arguments from a parent. ' +
      'Take @context and @fromContext out of the schemas, and let the client give the argument.',
  ],
]);

/** A large graph has hundreds; the first ones show whose they are. */
const MOST_LISTED = 5;

/** Quoted, as composition quotes them. */
function listed(places: readonly string[]): string {
  const quoted = places.slice(0, MOST_LISTED).map((place) => `"${place}"`);
  const more = places.length - quoted.length;
  return quoted.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function placeOf(element: object): string {
  return 'coordinate' in element ? String(element.coordinate) : 'schema';
}
