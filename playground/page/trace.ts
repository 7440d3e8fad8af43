import type { Cost } from './settings.ts';

/** `extensions.trace` of an answer: see docs/decisions/traces-for-clients.md. All times are milliseconds. */
export interface Trace {
  durationMs: number;
  cached?: { document?: boolean; plan?: boolean };
  counts: { fetches: Counts; rpcs: Counts; statements: Counts };
  /** What `operations/costs.yaml` says of the operation. */
  expected?: Cost;
  /** null: nothing is fetched. Absent: the request was refused before it was planned. */
  plan?: PlanNode | null;
  spans: readonly Span[];
  omitted?: number;
}

export type Counts = Readonly<Record<string, number>>;

export type PlanNode = { kind: 'sequence' | 'parallel'; nodes: readonly PlanNode[] } | PlannedFetch;

export interface PlannedFetch {
  kind: 'fetch';
  /** A span of this fetch has it as its `node`. */
  id: number;
  subgraph: string;
  path: readonly string[];
  query: string;
  entities?: readonly string[];
}

export interface Span {
  kind: 'parse' | 'validate' | 'plan' | 'fetch' | 'rpc' | 'statement' | 'connection';
  name: string;
  startMs: number;
  durationMs: number;
  error?: string;
  subgraph?: string;
  node?: number;
  representations?: number;
  requestBytes?: number;
  responseBytes?: number;
  httpStatus?: number;
  attempts?: number;
  errors?: Counts;
  service?: string;
  method?: string;
  status?: string;
  store?: string;
  text?: string;
  rows?: number;
  replica?: string;
  servedMs?: number;
  spans?: readonly Span[];
  omitted?: number;
}

/** @returns the fetches of a plan, in the order in which they stand in it. */
export function fetchesOf(node: PlanNode | null | undefined): PlannedFetch[] {
  if (!node) return [];
  return node.kind === 'fetch' ? [node] : node.nodes.flatMap(fetchesOf);
}
