import type { Caller } from '@commerce/platform/auth/caller';
import type { Policy } from '../policies.ts';
import type { Requirement } from './requirement.ts';

/** What does not hold for a caller, each policy asked once. @throws what a policy throws. */
export async function unmetRequirements(
  requirements: readonly Requirement[],
  caller: Caller,
  policies: ReadonlyMap<string, Policy>,
): Promise<ReadonlySet<Requirement>> {
  const named = new Set(requirements.flatMap((one) => (one.kind === 'policies' ? one.anyOf.flat() : [])));
  const holding = await Promise.all(
    [...named].map(async (name) => (await policies.get(name)?.(caller)) === true && name),
  );
  const names = { scopes: caller.kind === 'subject' ? caller.scopes : new Set<string>(), policies: new Set(holding) };
  const isMet = (requirement: Requirement) =>
    requirement.kind === 'authenticated'
      ? caller.kind === 'subject'
      : requirement.anyOf.some((all) => all.every((name) => names[requirement.kind].has(name)));
  return new Set(requirements.filter((requirement) => !isMet(requirement)));
}
