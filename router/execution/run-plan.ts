import type { ExecutableNode } from './executable-plan.ts';
import { createFailures } from './failures.ts';
import { fetchEntities } from './fetch-entities.ts';
import { fetchRoot } from './fetch-root.ts';
import type { Fetched, HoldCopies, PlanVariables, Run } from './run.ts';
import type { FetchSubgraph } from './subgraph-answer.ts';
import type { Types } from './types-of.ts';

/** Fetches what a plan says. */
export async function runPlan(
  types: Types,
  plan: ExecutableNode,
  variables: PlanVariables,
  fetchSubgraph: FetchSubgraph,
  holdCopies: HoldCopies,
): Promise<Fetched> {
  const run: Run = { types, variables, fetchSubgraph, holdCopies, root: {}, failures: createFailures() };
  await runNode(run, plan);
  return run;
}

async function runNode(run: Run, node: ExecutableNode): Promise<void> {
  if (node.kind === 'Fetch') await fetchRoot(run, node.fetch);
  else if (node.kind === 'Entities') await fetchEntities(run, node.fetch);
  else if (node.kind === 'Parallel') await Promise.all(node.nodes.map((child) => runNode(run, child)));
  else for (const child of node.nodes) await runNode(run, child);
}
