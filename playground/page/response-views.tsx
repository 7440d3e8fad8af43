import { type KeyboardEvent, useId, useState } from 'react';
import { PlanPanel } from './plan-panel.tsx';
import { useLastRun } from './runs.ts';
import { TracePanel } from './trace-panel.tsx';

const VIEWS = ['Response', 'Plan', 'Trace'] as const;
type View = (typeof VIEWS)[number];

/** Tabs over the response: the answer itself, how it was planned, and what each part did for it. */
export function ResponseViews() {
  const [view, setView] = useState<View>('Response');
  const run = useLastRun();
  const id = useId();
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const next = VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    setView(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div className="views" data-view={view}>
      <div role="tablist" aria-label="What to show of the answer" onKeyDown={move}>
        {VIEWS.map((name) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={name === view}
            tabIndex={name === view ? 0 : -1}
            onClick={() => setView(name)}
          >
            {name}
          </button>
        ))}
        {run?.operation !== undefined && view !== 'Response' && <span className="of">of {run.operation}</span>}
      </div>
      {view !== 'Response' && (
        <div className="view" role="tabpanel" aria-labelledby={`${id}-${view}`} tabIndex={0}>
          {!run && <p className="notice">Run an operation first.</p>}
          {run && view === 'Plan' && <PlanPanel run={run} />}
          {run && view === 'Trace' && <TracePanel run={run} />}
        </div>
      )}
    </div>
  );
}
