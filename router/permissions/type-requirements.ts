import { dnfConjunction, type InterfaceType, type Schema } from '@apollo/federation-internals';
import { listsOf, type Requirement } from './requirement.ts';
import { type StatedRequirement, statedRequirements } from './stated-requirements.ts';

/**
 * What a supergraph asks of whoever wants to see a type or a field of one, by its coordinate: `Account`, `Account.orders`.
 * Nothing stands at an interface that has types. What is asked for there is asked for at each type that implements it: a
 * value is always of one of those, whatever the client's way to it.
 */
export type TypeRequirements = ReadonlyMap<string, readonly Requirement[]>;

export function typeRequirements(schema: Schema): TypeRequirements {
  const stated = statedRequirements(schema);
  const found = new Map<string, Requirement[]>();
  const add = (coordinate: string, requirement: Requirement) => {
    const known = found.get(coordinate);
    if (known) known.push(requirement);
    else found.set(coordinate, [requirement]);
  };
  for (const { coordinate, requirement } of stated) {
    const [name = '', ...field] = coordinate.split('.');
    const type = schema.type(name);
    if (type?.kind !== 'InterfaceType' || type.possibleRuntimeTypes().length === 0) add(coordinate, requirement);
    else if (!isOfItsTypes(type, field, requirement, stated)) {
      for (const object of type.possibleRuntimeTypes()) add([object.name, ...field].join('.'), requirement);
    }
  }
  return found;
}

/**
 * Does an interface ask for no more than its types do together? Composition writes at an interface what each of its types
 * asks for: who may see one of them would have to be allowed to see them all.
 */
function isOfItsTypes(
  type: InterfaceType,
  field: readonly string[],
  requirement: Requirement,
  stated: readonly StatedRequirement[],
): boolean {
  const places = new Set(type.possibleRuntimeTypes().map(({ name }) => [name, ...field].join('.')));
  const theirs = stated.filter((one) => places.has(one.coordinate) && one.requirement.kind === requirement.kind);
  if (theirs.length === 0 || requirement.kind === 'authenticated') return theirs.length > 0;
  const together = dnfConjunction(theirs.map((one) => listsOf(one.requirement)));
  return together.every((all) => requirement.anyOf.some((some) => some.every((name) => all.includes(name))));
}
