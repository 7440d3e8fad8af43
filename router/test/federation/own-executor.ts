import { createExecutor } from '../../execution/executor.ts';
import type { Answer, FetchSubgraph, Operation } from './served-federation.ts';

/** The router's own executor, as the comparisons want it. */
export async function createOwnExecutor(supergraphSdl: string, fetchSubgraph: FetchSubgraph) {
  const execute = createExecutor(supergraphSdl, fetchSubgraph);
  return {
    execute: async (operation: Operation) => JSON.parse(JSON.stringify(await execute(operation))) as Answer,
    stop: async () => {},
  };
}
