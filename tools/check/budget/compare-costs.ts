import type { Cost } from '@commerce/testkit/cost';
import { type Finding, finding } from '../finding.ts';
import { COSTS_FILE, type Costs } from './costs-file.ts';

/** Where the figures beside the documents are not what was measured. */
export function holdBudget(measured: Costs, committed: Costs): Finding[] {
  const names = new Set([...Object.keys(measured), ...Object.keys(committed)]);
  return [...names].flatMap((name) => {
    const [is, says] = [show(measured[name]), show(committed[name])];
    if (is === says) return [];
    return [
      finding({
        verdict: 'error',
        area: 'budget',
        message: `operations/${name}.graphql costs ${is}, and ${COSTS_FILE} says ${says}`,
        advice: 'Where it is meant, run the check again with --update and commit the figures, for a reviewer to see.',
        places: [COSTS_FILE],
      }),
    ];
  });
}

/** What the committed figures say has become dearer or cheaper. */
export function compareBudgets(base: Costs, head: Costs): Finding[] {
  return Object.entries(head).flatMap(([name, cost]) => {
    const before = base[name];
    if (!before || show(before) === show(cost)) return [];
    const isDearer = total(cost) > total(before);
    return [
      finding({
        verdict: isDearer ? 'dangerous' : 'safe',
        area: 'budget',
        message: `operations/${name}.graphql costs ${show(cost)}; before it was ${show(before)}`,
        ...(isDearer && { advice: 'See that it costs no RPC and no statement for each entry of a list.' }),
      }),
    ];
  });
}

function show(cost: Cost | undefined): string {
  if (!cost) return 'nothing, because it is not there';
  return `${showCounts(cost.rpcs, 'RPC')} and ${showCounts(cost.statements, 'statement')}`;
}

/** `3 RPCs (BatchGetAccounts 1, ListAccounts 2)` */
function showCounts(counts: Record<string, number>, unit: string): string {
  const sum = sumOf(counts);
  const details = Object.entries(counts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`);
  return `${sum} ${unit}${sum === 1 ? '' : 's'}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

function total({ rpcs, statements }: Cost): number {
  return sumOf(rpcs) + sumOf(statements);
}

function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
