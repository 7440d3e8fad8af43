import { createExecutor } from '../../execution/executor.ts';
import type { Answer, FetchSubgraph } from './served-federation.ts';

/** The router's own executor, as the comparisons want it. */
export async function createOwnExecutor(supergraphSdl: string, fetchSubgraph: FetchSubgraph) {
  const execute = createExecutor(supergraphSdl, fetchSubgraph as never);
  return {
    execute: async (operation: Parameters<typeof execute>[0]) =>
      JSON.parse(JSON.stringify(await execute(operation))) as Answer,
    async stop() {},
  };
}
