import type { Schema } from '@apollo/federation-internals';
import type { Policy } from '../policies.ts';
import { listsOf } from './requirement.ts';
import { statedRequirements } from './stated-requirements.ts';

/**
 * What a supergraph asks for and nobody can check.
 *
 * @returns a sentence for each, with where it stands and what to do.
 */
export function permissionProblems(schema: Schema, policies: ReadonlyMap<string, Policy>): string[] {
  return statedRequirements(schema).flatMap(({ coordinate, requirement }) => {
    if (requirement.kind === 'authenticated') return [];
    const lists = listsOf(requirement);
    const { name, what } = WORDS[requirement.kind];
    // Apollo's router lets everyone pass there, and whoever wrote it wanted nobody to.
    if (lists.length === 0 || lists.some((list) => list.length === 0)) {
      return [
        `@${name} on "${coordinate}": it names no ${what}, so it would hold for everyone. Name one, or take it out.`,
      ];
    }
    if (requirement.kind === 'scopes') return [];
    const unknown = new Set(lists.flat().filter((policy) => !policies.has(policy)));
    return [...unknown].map(
      (policy) =>
        `@policy on "${coordinate}": there is no policy "${policy}". Write it in router/policies.ts, or name one that is there.`,
    );
  });
}

const WORDS = {
  scopes: { name: 'requiresScopes', what: 'scope' },
  policies: { name: 'policy', what: 'policy' },
} as const;
