import { type Cost, PARTS } from './measure.ts';

/** What the rounds found, by operation and set-up. */
export type Costs = { operation: string; setUps: { name: string; rounds: Cost[] }[] }[];

/** Prints what a request costs, as a Markdown table. */
export function printCosts(costs: Costs): void {
  row(['', '', ...PARTS, 'whole', 'of stock', 'of bare', "of stock's graphs"]);
  row(Array.from({ length: 10 }, () => '---'));
  for (const { operation, setUps } of costs) {
    const means = new Map(setUps.map(({ name, rounds }) => [name, mean(rounds)]));
    const whole = (name: string) => total(means.get(name));
    for (const [index, { name }] of setUps.entries()) {
      const cost = means.get(name);
      const parts = PARTS.map((part) => (cost?.[part] ?? Number.NaN).toFixed(2));
      const ratios = [
        whole(name) / whole('stock'),
        whole(name) / whole('bare'),
        (cost?.graphs ?? Number.NaN) / (means.get('stock')?.graphs ?? Number.NaN),
      ];
      const all = [...parts, whole(name).toFixed(2), ...ratios.map((ratio) => ratio.toFixed(2))];
      row([index === 0 ? operation : '', name, ...all]);
    }
  }
  console.log(`\nMilliseconds of CPU for a request, the mean of ${costs[0]?.setUps[0]?.rounds.length} rounds.\n`);
}

/** Prints how the cost of a list grows with its entries: the straight line that is nearest. */
export function printGrowth(points: readonly { entries: number; cost: Cost[] }[]): void {
  const found = points.map(({ entries, cost }) => [entries, total(mean(cost))] as const);
  const count = found.length;
  const meanX = found.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = found.reduce((sum, [, y]) => sum + y, 0) / count;
  const spread = found.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = found.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const base = meanY - slope * meanX;
  const worst = Math.max(...found.map(([x, y]) => Math.abs(y - base - slope * x)));
  const measured = found.map(([x, y]) => `${x}: ${y.toFixed(2)}`).join(', ');
  console.log(`A list's entries and its milliseconds: ${measured}.`);
  console.log(`${base.toFixed(2)} ms and ${slope.toFixed(4)} ms an entry, at most ${worst.toFixed(2)} ms beside it.\n`);
}

/** What a process took to be ready, and what it holds. */
export interface ProcessFigures {
  name: string;
  pid: number;
  /** Of CPU, until it was ready. */
  startMs: number;
  /** When it was ready. */
  idleMb: number;
  /** After all rounds. */
  usedMb: number;
}

/** Prints what processes take, as a Markdown table. */
export function printProcesses(setUps: Record<string, readonly ProcessFigures[]>): void {
  row(['', '', 'to start, CPU s', 'idle, MB', 'after it, MB']);
  row(Array.from({ length: 5 }, () => '---'));
  for (const [setUp, figures] of Object.entries(setUps)) {
    for (const { name, startMs, idleMb, usedMb } of figures)
      row([setUp, name, (startMs / 1_000).toFixed(2), idleMb.toFixed(0), usedMb.toFixed(0)]);
    const all = (figure: 'idleMb' | 'usedMb') => figures.reduce((sum, one) => sum + one[figure], 0).toFixed(0);
    row([setUp, 'all', '', all('idleMb'), all('usedMb')]);
  }
}

function row(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function mean(rounds: readonly Cost[]): Cost {
  const entries = PARTS.map((part) => [part, rounds.reduce((sum, cost) => sum + cost[part], 0) / rounds.length]);
  return Object.fromEntries(entries) as Cost;
}

function total(cost: Cost | undefined): number {
  return PARTS.reduce((sum, part) => sum + (cost?.[part] ?? Number.NaN), 0);
}
