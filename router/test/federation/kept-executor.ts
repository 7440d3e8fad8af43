import {
  type Answer,
  composeFederation,
  type Federation,
  type FetchSubgraph,
  type Operation,
} from './served-federation.ts';

/** An executor over one supergraph, and how to end it. */
export type CreateExecutor = (
  supergraphSdl: string,
  fetchSubgraph: FetchSubgraph,
) => Promise<{ execute(operation: Operation): Promise<Answer>; stop(): Promise<void> }>;

/** Keeps the last federation and its executor: while fast-check makes an operation smaller, the supergraph stays. */
export function keepLast(createExecutor: CreateExecutor) {
  const ask: { current?: FetchSubgraph } = {};
  let last: {
    key: string;
    federation: Federation | { problems: string[] };
    execute(operation: Operation): Promise<Answer>;
  };
  let stop = async () => {};
  return {
    async of(subgraphs: Record<string, string>) {
      const key = JSON.stringify(subgraphs);
      if (last?.key !== key) {
        await stop();
        stop = async () => {};
        const federation = composeFederation(subgraphs);
        last = { key, federation, execute: async () => ({}) };
        if (!('problems' in federation)) {
          const executor = await createExecutor(federation.supergraphSdl, async (subgraph, request) => {
            if (!ask.current) throw new Error('Nobody serves the subgraphs.');
            return ask.current(subgraph, request);
          });
          last.execute = executor.execute;
          stop = executor.stop;
        }
      }
      return { ...last, ask };
    },
    stop: () => stop(),
  };
}
