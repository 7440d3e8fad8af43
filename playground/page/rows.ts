import type { Span } from './trace.ts';

/** A span of a trace, as a line of the waterfall. */
export interface Row {
  /** Its place, by which it is told from the others: `0.2.1`. */
  key: string;
  depth: number;
  span: Span;
  /** Of the fetch that it is in. */
  subgraph: string | undefined;
}

/** @returns all spans of a trace, each before what is in it. */
export function rowsOf(spans: readonly Span[], depth = 0, parent?: Row): Row[] {
  return spans.flatMap((span, index) => {
    const key = parent ? `${parent.key}.${index}` : `${index}`;
    const row = { key, depth, span, subgraph: span.subgraph ?? parent?.subgraph };
    return [row, ...rowsOf(span.spans ?? [], depth + 1, row)];
  });
}
