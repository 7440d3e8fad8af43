/** `extensions.trace`, as far as the tests read it. */
export interface Trace {
  durationMs: number;
  cached?: { document: boolean; plan: boolean };
  counts: Record<'fetches' | 'rpcs' | 'statements', Record<string, number>>;
  expected?: unknown;
  plan?: unknown;
  spans: Span[];
  omitted?: number;
}

export interface Span {
  kind: string;
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
  store?: string;
  rows?: number;
  spans?: Span[];
}

/** With those within others. */
export function allSpans(spans: readonly Span[]): Span[] {
  return spans.flatMap((span) => [span, ...allSpans(span.spans ?? [])]);
}
