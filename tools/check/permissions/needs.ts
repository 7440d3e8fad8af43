import { dnfConjunction } from '@apollo/federation-internals';
import type { FieldRequirements } from '@commerce/router/permissions/field-requirements';
import type { Requirement } from '@commerce/router/permissions/requirement';

/** What a field needs: all of one of these lists. A field that is open needs one list of nothing. */
export type Needs = readonly (readonly string[])[];

/** All that a field asks for, in one. */
export function needsOf({ all, oneOf }: FieldRequirements): Needs {
  const own = allOf(all);
  return oneOf.length === 0 ? own : dnfConjunction([own, oneOf.flatMap((one) => allOf(one))]);
}

/** Does whoever has what one needs also have what the other needs? */
export function isEnough(needs: Needs, others: Needs): boolean {
  return needs.every((list) => others.some((other) => other.every((need) => list.includes(need))));
}

/** For people: `nothing`, `a token`, `a token with a and b, or the policy c`. */
export function describeNeeds(needs: Needs): string {
  return needs.map(describeAll).join(', or ');
}

function allOf(requirements: readonly Requirement[]): string[][] {
  return dnfConjunction([[[]], ...requirements.map(listsOf)]);
}

/** Whoever has a scope has a token. */
function listsOf(requirement: Requirement): string[][] {
  if (requirement.kind === 'authenticated') return [[TOKEN]];
  const isScope = requirement.kind === 'scopes';
  return requirement.anyOf.map((list) =>
    isScope ? [TOKEN, ...list.map((scope) => `${SCOPE}${scope}`)] : list.map((policy) => `the policy ${policy}`),
  );
}

function describeAll(list: readonly string[]): string {
  const scopes = list.flatMap((need) => (need.startsWith(SCOPE) ? [need.slice(SCOPE.length)] : []));
  const others = list.filter((need) => need !== TOKEN && !need.startsWith(SCOPE));
  const token = list.includes(TOKEN) ? [`a token${scopes.length > 0 ? ` with ${scopes.join(' and ')}` : ''}`] : [];
  return [...token, ...others].join(' and ') || 'nothing';
}

const TOKEN = 'a token';
const SCOPE = 'the scope ';
