/** What a directive of the supergraph asks of whoever wants to see something. */
export type Requirement =
  /** `@authenticated`: a token that is right. */
  | { kind: 'authenticated' }
  /** `@requiresScopes`, `@policy`: all of one of these lists. */
  | { kind: 'scopes' | 'policies'; anyOf: string[][] };

/** The lists of which a requirement asks for one; `@authenticated` has nothing to list. */
export function listsOf(requirement: Requirement): string[][] {
  return requirement.kind === 'authenticated' ? [] : requirement.anyOf;
}
