/** What a part did for a request, as whoever may see traces is told of it: no values, no addresses. */
export interface ExposedSpan {
  kind: 'parse' | 'validate' | 'plan' | 'fetch' | 'rpc' | 'statement' | 'connection';
  /** To be shown: `ListAccounts`, `SELECT accounts`. */
  name: string;
  /** From when its part began with the request, in milliseconds. */
  startMs: number;
  durationMs: number;
  /** The code of what it failed with. */
  error?: string | undefined;
  /** How often it was sent, where that can be more than once. */
  attempts?: number | undefined;
  requestBytes?: number | undefined;
  responseBytes?: number | undefined;
  /** Of a fetch: the subgraph, the fetch of the plan, and how many entities it asks for. */
  subgraph?: string | undefined;
  node?: number | undefined;
  representations?: number | undefined;
  httpStatus?: number | undefined;
  /** How many errors its answer has, by their codes. */
  errors?: Record<string, number> | undefined;
  /** Of an RPC. */
  service?: string | undefined;
  method?: string | undefined;
  status?: string | undefined;
  /** Of a statement, or of the wait for a connection: the store; the text with placeholders, and what came back. */
  store?: string | undefined;
  text?: string | undefined;
  rows?: number | undefined;
  /** What the part that was asked says of its own work. */
  served?: HopTrace | undefined;
}

/** What one part says of its work for one request. Its spans count from its own beginning: no two clocks are compared. */
export interface HopTrace {
  /** How long it worked, in milliseconds. */
  ms: number;
  /** Tells the processes of a part from each other. */
  replica: string;
  /** In all that was done for it, exact even where spans are left out. */
  counts: TraceCounts;
  spans: ExposedSpan[];
  /** How many spans there are no more. */
  omitted?: number | undefined;
}

export interface TraceCounts {
  /** The router's, by subgraph. */
  fetches: Record<string, number>;
  /** Calls by method. */
  rpcs: Record<string, number>;
  /** By store. */
  statements: Record<string, number>;
}

/** A span that begins now. */
export type NewSpan = Omit<ExposedSpan, 'startMs' | 'durationMs'>;
