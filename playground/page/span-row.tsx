import { useId, useState } from 'react';
import { colourOf } from './colour.ts';
import { inTime } from './numbers.ts';
import type { Row } from './rows.ts';
import { factsOf } from './span-facts.ts';

/** A line of the waterfall; its button shows all that is known of it. */
export function SpanRow({ row, endMs }: { row: Row; endMs: number }) {
  const { span, depth, subgraph } = row;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const error = span.error ?? Object.keys(span.errors ?? {}).join(', ');
  const bar = { left: `${(100 * span.startMs) / endMs}%`, width: `${(100 * span.durationMs) / endMs}%` };
  return (
    <li className={`span ${span.kind}`} style={subgraph === undefined ? {} : colourOf(subgraph)}>
      <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <span className="name" style={{ paddingInlineStart: `${depth * 12}px` }}>
          <span className="kind">{depth > 0 && KINDS[span.kind] === 'router' ? 'graph' : KINDS[span.kind]}</span>{' '}
          {span.name}
          {(span.attempts ?? 1) > 1 && <span className="tag">{span.attempts} tries</span>}
          {error !== '' && <span className="tag error">{error}</span>}
        </span>
        <span className="track" aria-hidden="true">
          <span className={error === '' ? 'bar' : 'bar error'} style={bar} />
        </span>
        <span className="time">{inTime(span.durationMs)}</span>
      </button>
      <dl id={id} hidden={!isOpen}>
        {isOpen &&
          factsOf(span).map(([what, value]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </li>
  );
}

const KINDS: Record<Row['span']['kind'], string> = {
  parse: 'router',
  validate: 'router',
  plan: 'router',
  fetch: 'fetch',
  rpc: 'RPC',
  statement: 'store',
  connection: 'store',
};
