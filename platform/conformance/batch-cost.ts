import type { GraphQLObjectType } from 'graphql';
import type { Outcome } from './check.ts';
import { keyOf, unknownKey } from './key.ts';
import { countsOf } from './metrics-counts.ts';
import { selectionOf } from './selection.ts';
import { askEntities } from './subgraph-client.ts';
import type { EntityUnderTest, Subject } from './subject.ts';

/**
 * Counts what 100 entities in one request cost: where there are not so many, the rest are keys that nobody has.
 *
 * The least of three looks counts: a connection's first statement has one before it, and others may use the core.
 */
export async function costOfBatch(
  type: GraphQLObjectType,
  key: string,
  find: EntityUnderTest['find'],
  { url, metrics }: Subject,
): Promise<Outcome> {
  if (metrics.length === 0) return { skipped: 'no /metrics of the core was named, and nothing else counts its calls' };
  const known = (await find(SIZE)).slice(0, SIZE);
  const unknown = Array.from({ length: SIZE - known.length }, (_, n) => unknownKey(type, key, n));
  const representations = [...known.map((one) => keyOf(type, key, one)), ...unknown];
  const selection = selectionOf(type, known);
  const costs: { rpcs: number; statements: number | undefined }[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const before = await countsOf(metrics);
    const { errors } = await askEntities(url, type.name, selection, representations);
    const after = await countsOf(metrics);
    if (errors[0]) return { problems: [`${SIZE} representations are answered with the error ${errors[0].message}`] };
    if (before.rpcs === undefined || after.rpcs === undefined) {
      return { skipped: `${metrics.join(' and ')} has no rpc_server_duration_seconds, which counts a core's calls` };
    }
    const statements = after.statements === undefined ? undefined : after.statements - (before.statements ?? 0);
    costs.push({ rpcs: after.rpcs - before.rpcs, statements });
  }
  const least = (values: (number | undefined)[]) => Math.min(...values.map((value) => value ?? 1));
  return {
    problems: [
      ...problemOf(least(costs.map(({ rpcs }) => rpcs)), 'RPCs of the core'),
      ...problemOf(least(costs.map(({ statements }) => statements)), "statements of the core's store"),
    ],
  };
}

const SIZE = 100;
const LOOKS = 3;

function problemOf(count: number, what: string): string[] {
  if (count === 1) return [];
  if (count === 0) return [`${SIZE} representations cost no ${what}: is this the /metrics of the core behind it?`];
  return [`${SIZE} representations cost ${count} ${what}, expected 1; gather them with a loader and one batch RPC.`];
}
