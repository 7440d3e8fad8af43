import { composeServices } from '@apollo/composition';
import { startProgram } from '@commerce/testkit/program';
import { parse } from 'graphql';
import { FIXTURE_SCHEMAS } from './fixture-schemas.ts';

/** A graph for routers to stand in front of. */
export interface RouterGraph {
  /** Its supergraph, with the addresses of subgraphs that run. */
  supergraph: string;
  subgraphs: { name: string; url: string; schema: string }[];
  /** The processes that they are. */
  pids: number[];
  /** Where the cores behind them are, by the variables that tell an edge; a fixture has none. */
  coreAddresses?: Record<string, string>;
  stop(): Promise<unknown>;
}

/** Starts the fixture's subgraphs, all in one process. */
export async function startFixture(): Promise<RouterGraph> {
  const program = startProgram(['bench/routers/fixture-subgraphs.ts'], { NODE_ENV: 'production' });
  const said = await program.said('}\n');
  const addresses = JSON.parse(/addresses: (.*)/.exec(said)?.[1] ?? '{}') as Record<string, string>;
  const subgraphs = Object.entries(FIXTURE_SCHEMAS).map(([name, schema]) => ({
    name,
    url: addresses[name] ?? '',
    schema,
  }));
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ schema, ...subgraph }) => ({ ...subgraph, typeDefs: parse(schema) })),
  );
  if (supergraphSdl === undefined) throw new Error(`The fixture does not compose: ${String(errors)}`);
  const pids = [program.process.pid ?? 0];
  return { supergraph: supergraphSdl, subgraphs, pids, stop: () => program.end('SIGTERM') };
}
