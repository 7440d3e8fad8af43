/** What the gateway asks of a subgraph. */
export interface SubgraphRequest {
  query: string;
  variables: Record<string, unknown>;
}
