import { graphqlClient } from '@commerce/testkit/graphql-client';
import { expect } from 'vitest';
import type { RunningRouter } from '../start.ts';

/** The names of the query fields that a router serves. */
export async function queryFields({ origin }: RunningRouter): Promise<string[]> {
  const { __schema } = await graphqlClient(`${origin}/graphql`).ask<{
    __schema: { queryType: { fields: { name: string }[] } };
  }>('{ __schema { queryType { fields { name } } } }');
  return __schema.queryType.fields.map(({ name }) => name);
}

/**
 * Waits until a router has refused what a change publishes. What was refused before is counted before the change, as a router may
 * refuse what it finds at once, and counts what lasts once.
 */
export async function untilRefused(router: RunningRouter, change: () => unknown): Promise<void> {
  const before = await refusals(router);
  await change();
  await expect.poll(() => refusals(router)).toBeGreaterThan(before);
}

/** How many new supergraphs the routers of this process have refused. */
async function refusals({ adminOrigin }: RunningRouter): Promise<number> {
  const text = await (await fetch(`${adminOrigin}/metrics`)).text();
  return Number(/^supergraph_reloads_total\{outcome="refused"\} (\d+)/m.exec(text)?.[1] ?? 0);
}
