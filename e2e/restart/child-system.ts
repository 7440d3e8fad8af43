import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { type Program, startProgram } from '@commerce/testkit/program';
import { FREE_PORTS } from '../../standalone/free-ports.ts';
import { EMBEDDED_GRAPHS } from '../form.ts';

/** A running system, and a client of its router. */
export type ChildSystem = GraphQLClient & Program;

/** Starts `npm start`'s command as a process of its own, on free ports, and waits until it is up. */
export async function startChild(dataDir: string, variables: NodeJS.ProcessEnv = {}): Promise<ChildSystem> {
  const child = spawnChild(dataDir, variables);
  // What it says last: until then it may still be starting.
  const [, url = ''] = /GraphQL +(http:\S+)/.exec(await child.said('Ctrl-C')) ?? [];
  return { ...graphqlClient(url), ...child };
}

/** A start that nobody waits for; without the sample shop, which takes long. */
export function spawnChild(dataDir: string, variables: NodeJS.ProcessEnv = {}, options = ['--no-seed']): Program {
  const common = { EMBEDDED_GRAPHS, NODE_ENV: 'test', DATA_DIR: dataDir, REQUEST_TIMEOUT_MS: String(PATIENCE_MS) };
  return startProgram(['standalone/main.ts', ...options], { ...common, ...FREE_PORTS, ...variables });
}
