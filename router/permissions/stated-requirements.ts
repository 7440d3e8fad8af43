import type { CoreFeature, Schema } from '@apollo/federation-internals';
import type { Requirement } from './requirement.ts';

/** A requirement as the supergraph states it. */
export interface StatedRequirement {
  /** `Account` for a type, `Account.orders` for a field. */
  coordinate: string;
  requirement: Requirement;
}

/** A directive that says who may see what, under the name that this supergraph has for it. */
interface PermissionFeature {
  feature: CoreFeature;
  directive: string;
  kind: Requirement['kind'];
}

/** The features of a supergraph that say who may see what. */
export function permissionFeatures(schema: Schema): PermissionFeature[] {
  return [...PERMISSIONS].flatMap(([identity, { kind, name }]) => {
    const feature = schema.coreFeatures?.getByIdentity(identity);
    return feature ? [{ feature, directive: feature.directiveNameInSchema(name), kind }] : [];
  });
}

/** All that a supergraph states; equal requirements are one. @param schema as federation-internals builds it. */
export function statedRequirements(schema: Schema): StatedRequirement[] {
  const known = new Map<string, Requirement>();
  const once = (requirement: Requirement) => {
    const text = JSON.stringify(requirement);
    const first = known.get(text) ?? requirement;
    known.set(text, first);
    return first;
  };
  return permissionFeatures(schema).flatMap(({ directive, kind }) =>
    [...(schema.directive(directive)?.applications() ?? [])].map((applied) => {
      const coordinate = 'coordinate' in applied.parent ? String(applied.parent.coordinate) : '';
      const given: { scopes?: unknown; policies?: unknown } = applied.arguments();
      return {
        coordinate,
        requirement: once(kind === 'authenticated' ? { kind } : { kind, anyOf: toLists(given[kind]) }),
      };
    }),
  );
}

/** One name may stand for a list of it (https://spec.graphql.org/September2025/#sec-List.Input-Coercion). */
function toLists(value: unknown): string[][] {
  return toArray(value).map((list) => toArray(list).map(String));
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** By the specification's URL, and in each what the directive is called there. */
export const PERMISSIONS: ReadonlyMap<string, { kind: Requirement['kind']; name: string }> = new Map([
  ['https://specs.apollo.dev/authenticated', { kind: 'authenticated', name: 'authenticated' }],
  ['https://specs.apollo.dev/requiresScopes', { kind: 'scopes', name: 'requiresScopes' }],
  ['https://specs.apollo.dev/policy', { kind: 'policies', name: 'policy' }],
]);
