import { cpuMs, withChildren } from '../routers/process-usage.ts';
import type { Operation } from './operations.ts';
import type { SetUp } from './set-ups.ts';

/** What takes CPU for a request. */
export const PARTS = ['router', 'graphs', 'cores', 'store'] as const;
type Part = (typeof PARTS)[number];

/** Milliseconds of CPU. */
export type Cost = Record<Part, number>;

/** What all set-ups stand on. */
export interface Foundation {
  /** The processes of the cores. */
  cores: number[];
  /** The process that has started those of the database's connections. */
  store: number;
}

/** What one request costs, over so many of them. */
export async function measure(
  setUp: SetUp,
  operation: Operation,
  requests: number,
  foundation: Foundation,
): Promise<Cost> {
  const before = await taken(setUp, foundation);
  await setUp.run(operation, requests);
  const after = await taken(setUp, foundation);
  const entries = PARTS.map((part) => [part, (after[part] - before[part]) / requests]);
  return Object.fromEntries(entries) as Cost;
}

async function taken({ processes }: SetUp, { cores, store }: Foundation): Promise<Cost> {
  const of = (wanted: string) => processes.filter(({ part }) => part === wanted).map(({ pid }) => pid);
  return {
    router: await sum(of('router')),
    graphs: await sum(of('graphs')),
    cores: await sum(cores),
    store: await sum(await withChildren(store)),
  };
}

async function sum(pids: readonly number[]): Promise<number> {
  const times = await Promise.all(pids.map(cpuMs));
  return times.reduce((total, time) => total + time, 0);
}
