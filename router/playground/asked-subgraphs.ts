import { randomUUID } from 'node:crypto';
import { callContext } from '@commerce/platform/call-context';
import { z } from 'zod';
import type { RouterIdentity } from '../router-identity.ts';
import { createSubgraphClient, type SubgraphClient } from '../subgraph-client.ts';
import { subgraphsOf } from '../subgraphs-of.ts';
import type { PartState } from './page-settings.ts';

/**
 * What a router that was started by itself can say of the system: itself, and of each subgraph whether it answers. Their own
 * readiness, and the cores behind them, are out of its reach.
 *
 * @param urlOf the address of a subgraph, given its name and the address in the supergraph.
 * @param isEmbedded whether a subgraph is in this process.
 * @param identity what the router shows to subgraphs.
 */
export function createAskedSubgraphs(
  urlOf: (name: string, url?: string) => string,
  isEmbedded: (name: string) => boolean,
  identity: RouterIdentity,
) {
  let clients = new Map<string, SubgraphClient | undefined>();
  let looking: Promise<PartState[]> | undefined;
  const close = async () => {
    await Promise.all([...clients.values()].map(async (client) => await client?.close()));
  };

  const look = async (): Promise<PartState[]> => {
    const graphs = [...clients].map(async ([name, client]): Promise<PartState> => {
      const state = client ? await stateOf(client) : 'ready';
      return { name: `${name} graph`, kind: 'graph', asks: [], state, waitsFor: [] };
    });
    const asks = [...clients.keys()].map((name) => `${name} graph`);
    return [{ name: 'router', kind: 'router', asks, state: 'ready', waitsFor: [] }, ...(await Promise.all(graphs))];
  };

  return {
    /** Is told of each supergraph that is served. */
    onSupergraph(sdl: string): void {
      void close();
      const toClient = (name: string, url: string) =>
        isEmbedded(name) ? undefined : createSubgraphClient(name, urlOf(name, url), NO_RETRIES, identity);
      clients = new Map(subgraphsOf(sdl).map(({ name, url }) => [name, toClient(name, url)]));
    },
    /** However many look at the page, each subgraph is asked once at a time. */
    async parts(): Promise<readonly PartState[]> {
      looking ??= look().finally(() => (looking = undefined));
      return await looking;
    },
    close,
  };
}

/** Asks for what every subgraph has and nobody needs a token for. */
async function stateOf(client: SubgraphClient): Promise<PartState['state']> {
  const context = { requestId: randomUUID(), deadline: Date.now() + PATIENCE_MS, headers: {} };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { text } = await callContext.run({ ...context, signal }, () => client.post(QUESTION, false));
    return isAnswer(text) ? 'answers' : 'refuses';
  } catch {
    return 'down';
  }
}

/** It is asked again soon. */
const NO_RETRIES = { called() {}, mayRetry: () => false };

const QUESTION = JSON.stringify({ query: '{ __typename }' });

function isAnswer(text: string): boolean {
  try {
    return answer.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

const answer = z.object({ data: z.object({ __typename: z.string() }) });

/** Who looks at the page shall not wait for a subgraph that hangs. */
const PATIENCE_MS = 1_000;
