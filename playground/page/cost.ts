import type { Cost } from './settings.ts';
import { rowsOf } from './rows.ts';
import type { Counts, Trace } from './trace.ts';

/** `3 RPCs, 2 statements` */
export function costInWords({ rpcs, statements }: Cost): string {
  return `${countInWords(sumOf(rpcs), 'RPC')}, ${countInWords(sumOf(statements), 'statement')}`;
}

export function countInWords(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export function sumOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What an operation itself cost, without the statements that set up a connection, whoever gets it. */
export function ownCost({ counts, spans }: Trace): Cost & { settings: number } {
  const statements: Record<string, number> = { ...counts.statements };
  const settings = rowsOf(spans).flatMap(({ span }) =>
    span.name === 'SET' && span.store !== undefined ? [span.store] : [],
  );
  for (const store of settings) statements[store] = (statements[store] ?? 0) - 1;
  return { rpcs: counts.rpcs, statements, settings: settings.length };
}

/** `BatchGetAccounts: 1, not 2` for each count that is another than it should be. */
export function differences(is: Cost, should: Cost): string[] {
  return (['rpcs', 'statements'] as const).flatMap((kind) => {
    const names = new Set([...Object.keys(is[kind]), ...Object.keys(should[kind])]);
    return [...names].flatMap((name) => {
      const [here, there] = [is[kind][name] ?? 0, should[kind][name] ?? 0];
      const what = kind === 'rpcs' ? name : `statements of ${name}`;
      return here === there ? [] : [`${what}: ${here}, not ${there}`];
    });
  });
}
