import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { freePort } from '@commerce/testkit/free-port';
import { stockSupergraph } from '../routers/stock-supergraph.ts';
import type { Operation } from './operations.ts';
import { type CoreName, type RecordedOperations, type RecordedRpc, SERVICES, startRecorder } from './recorded-rpcs.ts';
import { startStockSubgraph } from './stock-subgraph.ts';
import { withAddresses } from '../routers/with-addresses.ts';

/** Runs each operation once, over graphs whose questions to the cores are noted. @param cores where they are. */
export async function recordOperations(
  supergraph: string,
  cores: Readonly<Record<string, string>>,
  operations: readonly Operation[],
): Promise<RecordedOperations> {
  let noted: RecordedRpc[] = [];
  const opened: { stop(): unknown }[] = [];
  const urls: Record<string, string> = {};
  try {
    for (const name of Object.keys(SERVICES) as CoreName[]) {
      const recorder = await startRecorder(name, cores[name] ?? '', (rpc) => noted.push(rpc));
      opened.unshift(recorder);
      const port = await freePort();
      opened.unshift(await startStockSubgraph(name, recorder.address, port));
      urls[name] = `http://127.0.0.1:${port}/`;
    }
    const supergraphSdl = stockSupergraph(withAddresses(supergraph, urls));
    const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
    await server.start();
    opened.unshift(server);
    const recorded: RecordedOperations = {};
    for (const { name, query, variables } of operations) {
      noted = [];
      const { body } = await server.executeOperation({ query, variables });
      if (body.kind !== 'single' || body.singleResult.errors)
        throw new Error(`"${name}" failed: ${JSON.stringify(body)}`);
      recorded[name] = noted;
    }
    return recorded;
  } finally {
    for (const part of opened) await part.stop();
  }
}
