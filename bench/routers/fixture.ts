import { composeServices } from '@apollo/composition';
import { startProgram } from '@commerce/testkit/program';
import { parse } from 'graphql';
import { FIXTURE_SCHEMAS } from './fixture-schemas.ts';

/** A graph for routers to stand in front of. */
export interface RouterGraph {
  /** Its supergraph, with the addresses of subgraphs that run. */
  supergraph: string;
  stop(): Promise<unknown>;
}

/** Starts the fixture's subgraphs, all in one process. */
export async function startFixture(): Promise<RouterGraph> {
  const program = startProgram(['bench/routers/fixture-subgraphs.ts'], { NODE_ENV: 'production' });
  const said = await program.said('}\n');
  const addresses = JSON.parse(/addresses: (.*)/.exec(said)?.[1] ?? '{}') as Record<string, string>;
  const services = Object.entries(FIXTURE_SCHEMAS).map(([name, schema]) => ({
    name,
    url: addresses[name] ?? '',
    typeDefs: parse(schema),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(`The fixture does not compose: ${String(errors)}`);
  return { supergraph: supergraphSdl, stop: () => program.end('SIGTERM') };
}
