import { rpcServerDuration } from '@commerce/platform/grpc/server-metrics';
import { storeStatements } from '@commerce/platform/store-metrics';

/** What a piece of work cost the cores and stores of this process. */
export interface Cost {
  /** RPCs answered, by method. */
  rpcs: Record<string, number>;
  /** SQL statements sent, by store. */
  statements: Record<string, number>;
}

/**
 * Counts what a piece of work costs. Do the same work once before: the first statement of a connection is preceded by
 * one that sets its timeout.
 */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = await readCounters();
  await work();
  const after = await readCounters();
  return { rpcs: difference(before.rpcs, after.rpcs), statements: difference(before.statements, after.statements) };
}

async function readCounters(): Promise<Cost> {
  const counts = (await rpcServerDuration.get()).values.filter(({ metricName }) => metricName?.endsWith('_count'));
  return {
    rpcs: sumBy(counts, ({ labels }) => String(labels.method)),
    statements: sumBy((await storeStatements.get()).values, ({ labels }) => String(labels.store)),
  };
}

function sumBy<T extends { value: number }>(values: readonly T[], keyOf: (value: T) => string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const value of values) sums[keyOf(value)] = (sums[keyOf(value)] ?? 0) + value.value;
  return sums;
}

/** What has grown, and by how much. */
function difference(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const grown = Object.entries(after).map(([key, value]) => [key, value - (before[key] ?? 0)] as const);
  return Object.fromEntries(grown.filter(([, growth]) => growth !== 0));
}
