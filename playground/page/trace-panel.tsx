import { CostLine } from './cost-line.tsx';
import { inBytes, inTime } from './numbers.ts';
import { rowsOf } from './rows.ts';
import type { Run } from './runs.ts';
import { SpanRow } from './span-row.tsx';

/** What each part did for the operation and when, from the request down to each statement. */
export function TracePanel({ run }: { run: Run }) {
  const { trace, tookMs, bytes, status } = run;
  if (!trace) return <p className="notice">{NO_TRACE}</p>;
  const rows = rowsOf(trace.spans);
  // What the clocks of others say may end later than the router's.
  const endMs = Math.max(trace.durationMs, ...rows.map(({ span }) => span.startMs + span.durationMs), 0.01);
  return (
    <>
      <p className="summary">
        <strong>{inTime(trace.durationMs)}</strong> in the router, {inTime(tookMs)} for this browser, {inBytes(bytes)},
        status {status}
      </p>
      <CostLine trace={trace} />
      <div className="scale" aria-hidden="true">
        {[0, 0.5, 1].map((part) => (
          <span key={part}>{inTime(endMs * part)}</span>
        ))}
      </div>
      <ol className="waterfall" aria-label="What was done, in order">
        {rows.map((row) => (
          <SpanRow key={row.key} row={row} endMs={endMs} />
        ))}
      </ol>
      {trace.omitted !== undefined && trace.omitted > 0 && (
        <p className="notice">{trace.omitted} more are not shown.</p>
      )}
      <details className="as-text">
        <summary>As JSON</summary>
        <pre tabIndex={0}>{JSON.stringify(trace, undefined, 2)}</pre>
      </details>
    </>
  );
}

const NO_TRACE = 'The router shows no trace here: QUERY_PLAN does not allow it.';
