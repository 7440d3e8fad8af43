import { type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { ExecutableFetch } from './executable-fetch.ts';
import { type Requirement, requirementsAt } from './representation.ts';
import { pathTo, type RequiredBy } from './required-fields.ts';

/**
 * Finds a field that a fetch asks for without what it requires. Where fields require one another in a chain, Apollo's planner
 * may ask for one together with what the chain begins with, and its subgraph would compute it from nothing.
 *
 * @param schema of the supergraph. @param requirements what the fetch knows of its entities; undefined for one of a root.
 * @returns its coordinate; undefined when there is none.
 */
export function unmetRequirement(
  schema: GraphQLSchema,
  requiredBy: RequiredBy,
  { subgraph, document }: ExecutableFetch,
  requirements: readonly Requirement[] | undefined,
): string | undefined {
  let found: string | undefined;
  let depth = 0;
  const info = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(info, {
    Field: {
      enter({ name: { value: name } }) {
        depth += 1;
        const type = info.getParentType()?.name;
        const required = type === undefined ? undefined : requiredBy(subgraph, type, name);
        if (!required) return;
        // Below the entity itself nobody says anything of an object.
        const known = depth === 2 ? (requirements ?? []) : [];
        const given = pathsOf(requirementsAt(known, (path) => required.all.has(path)));
        if (![...required.beyondKeys].every((path) => given.has(path))) found ??= `${type}.${name}`;
      },
      leave() {
        depth -= 1;
      },
    },
  });
  visit(document, visitor);
  return found;
}

function pathsOf(requirements: readonly Requirement[], above = '', into: Set<string> = new Set()): Set<string> {
  for (const part of requirements) {
    if (part.kind === 'Fragment') pathsOf(part.selections, above, into);
    else {
      const path = pathTo(above, part.key);
      into.add(path);
      pathsOf(part.selections ?? [], path, into);
    }
  }
  return into;
}
