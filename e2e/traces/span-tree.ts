import type { CollectedSpan } from './collector.ts';

/** The spans of one trace as a tree. */
export interface SpanTree {
  /** The spans whose parent is not among them: a tree has one. */
  roots: CollectedSpan[];
  /** A span and those above it, from the root down, each as "service KIND name"; without the gateway's own steps. */
  pathTo(span: CollectedSpan): string[];
}

export function spanTree(spans: CollectedSpan[]): SpanTree {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathTo = (span: CollectedSpan): string[] => {
    const parent = byId.get(span.parentSpanId);
    const above = parent ? pathTo(parent) : [];
    return span.kind === 'INTERNAL' ? above : [...above, `${span.service} ${span.kind} ${span.name}`];
  };
  return { roots: spans.filter(({ parentSpanId }) => !byId.has(parentSpanId)), pathTo };
}
