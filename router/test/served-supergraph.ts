import { graphqlClient } from '@commerce/testkit/graphql-client';
import type { RunningRouter } from '../start.ts';

/** The names of the query fields that a router serves. */
export async function queryFields({ origin }: RunningRouter): Promise<string[]> {
  const { __schema } = await graphqlClient(`${origin}/graphql`).ask<{
    __schema: { queryType: { fields: { name: string }[] } };
  }>('{ __schema { queryType { fields { name } } } }');
  return __schema.queryType.fields.map(({ name }) => name);
}

/** How many new supergraphs the routers of this process have refused. */
export async function refusals({ adminOrigin }: RunningRouter): Promise<number> {
  const text = await (await fetch(`${adminOrigin}/metrics`)).text();
  return Number(/^supergraph_reloads_total\{outcome="refused"\} (\d+)/m.exec(text)?.[1] ?? 0);
}
