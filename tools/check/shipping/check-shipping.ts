import { changedSubgraphs } from '../changed-subgraphs.ts';
import { type Finding, finding } from '../finding.ts';
import type { Tree } from '../tree.ts';
import { type Unserved, unserved } from './unserved.ts';

/**
 * Says in which order a subgraph's code and the supergraph must ship, so that no request fails in between. The code goes first
 * when today's router can use it; the supergraph goes first when today's subgraph can answer it.
 */
export async function checkShipping(base: Tree, head: Tree): Promise<Finding[]> {
  const [before, after] = [base.composition.supergraph, head.composition.supergraph];
  // Composition says what is wrong.
  if (!before || !after) return [];
  const changed = changedSubgraphs(base, head);
  if (changed.length === 0) return [];
  const codeFirst = await unserved(
    before.sdl,
    changed.map((subgraph) => subgraph.after),
  );
  const supergraphFirst = await unserved(
    after.sdl,
    changed.flatMap((subgraph) => subgraph.before ?? []),
  );
  return head.subgraphs.flatMap(({ name }) => {
    const of = (all: readonly Unserved[]) => all.filter(({ subgraph }) => subgraph === name);
    const [ofCode, ofSupergraph] = [of(codeFirst), of(supergraphFirst)];
    if (ofCode.length === 0 && ofSupergraph.length === 0) return [];
    if (ofCode.length > 0 && ofSupergraph.length > 0) {
      return [
        finding({
          verdict: 'breaking',
          area: 'shipping',
          message: `${name} cannot ship in either order: with its code first, ${say(ofCode)}; with the supergraph first, ${say(ofSupergraph)}`,
          advice: 'Split the change: first what is added, then, when that is served, what is taken away.',
          touches: [`subgraphs/${name}`, 'router'],
        }),
      ];
    }
    const order =
      ofCode.length === 0
        ? `deploy the code of ${name}, then publish the supergraph`
        : `publish the supergraph, then deploy the code of ${name}`;
    const reason = ofCode.length === 0 ? ofSupergraph : ofCode;
    return [finding({ verdict: 'safe', area: 'shipping', message: `${order}: the other way round, ${say(reason)}` })];
  });
}

function say(found: readonly Unserved[]): string {
  const [first, ...rest] = found.map(({ message }) => message);
  return `the router and it do not fit together (${first}${rest.length > 0 ? `, and ${rest.length} more` : ''})`;
}
