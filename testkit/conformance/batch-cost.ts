import type { GraphQLObjectType } from 'graphql';
import type { Outcome } from './check.ts';
import { keyOf, unknownKey } from './key.ts';
import { type Counts, countsOf } from './metrics-counts.ts';
import { selectionOf } from './selection.ts';
import { graphqlClient } from '../graphql-client.ts';
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
  const costs: Counts[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const before = await countsOf(metrics);
    const { errors = [] } = await graphqlClient(url).entities(type.name, selection, representations);
    const after = await countsOf(metrics);
    if (errors[0]) return { problems: [`${SIZE} representations are answered with the error ${errors[0].message}`] };
    costs.push({
      rpcs: difference(after.rpcs, before.rpcs),
      statements: difference(after.statements, before.statements),
    });
  }
  const [rpcs, statements] = [least(costs.map((cost) => cost.rpcs)), least(costs.map((cost) => cost.statements))];
  const problems = [...problemOf(rpcs, 'RPCs of the core'), ...problemOf(statements, "statements of the core's store")];
  if (problems.length > 0) return { problems };
  const where = `at ${metrics.join(' and ')} there is no`;
  if (rpcs === undefined) return { skipped: `${where} rpc_server_duration_seconds, which counts a core's calls` };
  if (statements === undefined) {
    return { skipped: `they cost one RPC, but ${where} store_statements_total, which counts a store's statements` };
  }
  return { problems };
}

const SIZE = 100;
const LOOKS = 3;

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

/** Undefined when one of them was not counted. */
function least(counts: readonly (number | undefined)[]): number | undefined {
  const counted = counts.filter((count) => count !== undefined);
  return counted.length < counts.length ? undefined : Math.min(...counted);
}

function problemOf(count: number | undefined, what: string): string[] {
  if (count === undefined || count === 1) return [];
  if (count === 0) return [`${SIZE} representations cost no ${what}: is this the /metrics of the core behind it?`];
  return [`${SIZE} representations cost ${count} ${what}, expected 1; gather them with a loader and one batch RPC.`];
}
