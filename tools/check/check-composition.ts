import { relative } from 'node:path';
import type { Problem } from '../composition/problem.ts';
import { type Finding, finding } from './finding.ts';
import type { Tree } from './tree.ts';

/** The errors of composition, and the hints that the base did not have. */
export function checkComposition(base: Tree, head: Tree): Finding[] {
  const known = new Set(base.composition.problems.map(keyOf));
  return head.composition.problems
    .filter((problem) => problem.severity === 'error' || (problem.severity !== 'debug' && !known.has(keyOf(problem))))
    .map((problem) =>
      finding({
        verdict: problem.severity === 'error' ? 'error' : problem.severity === 'warning' ? 'dangerous' : 'safe',
        area: 'composition',
        message: `${problem.code}: ${problem.message.trim()}`,
        advice:
          problem.severity === 'error'
            ? `Mend the schema and run \`npm run compose\`. See https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/errors.`
            : 'See https://www.apollographql.com/docs/graphos/reference/federation/hints.',
        places: problem.places.map(({ file, line }) => `${relative(head.folder, file)}:${line}`),
        touches: [...new Set(problem.places.map(({ subgraph }) => `subgraphs/${subgraph}`))],
      }),
    );
}

/** A hint is the same wherever its lines have gone. */
function keyOf({ code, message }: Problem): string {
  return `${code} ${message}`;
}
