import { FetchCard } from './fetch-card.tsx';
import { countInWords } from './cost.ts';
import type { Run } from './runs.ts';
import { fetchesOf, type PlanNode, type Span } from './trace.ts';

/** How the operation was planned: what is fetched from which subgraph, what at once and what after what. */
export function PlanPanel({ run }: { run: Run }) {
  const { trace, planText } = run;
  const plan = trace?.plan;
  const fetches = fetchesOf(plan);
  const spans = new Map(trace?.spans.flatMap((span) => (span.node === undefined ? [] : [[span.node, span] as const])));
  if (plan === undefined && planText === undefined) return <p className="notice">{NO_PLAN}</p>;
  return (
    <>
      {plan === null && <p className="notice">Nothing is fetched: the router answers this by itself.</p>}
      {plan && (
        <>
          <p className="summary">
            {countInWords(fetches.length, 'fetch').replace('fetchs', 'fetches')} from{' '}
            {[...new Set(fetches.map(({ subgraph }) => subgraph))].join(', ')}
            {trace?.cached?.plan !== undefined &&
              (trace.cached.plan ? '; planned before' : '; planned for this request')}
          </p>
          <div className="plan">
            <Node node={plan} spans={spans} />
          </div>
        </>
      )}
      {planText !== undefined && (
        <details className="as-text">
          <summary>As text</summary>
          <pre tabIndex={0}>{planText}</pre>
        </details>
      )}
    </>
  );
}

const NO_PLAN =
  'The router shows no plan here: the request was refused before it was planned, or QUERY_PLAN does not allow it.';

/** One after the other goes down, at once goes side by side. */
function Node({ node, spans }: { node: PlanNode; spans: ReadonlyMap<number, Span> }) {
  if (node.kind === 'fetch') return <FetchCard fetch={node} span={spans.get(node.id)} />;
  const isParallel = node.kind === 'parallel';
  return (
    <ol className={node.kind} aria-label={isParallel ? 'At once' : 'One after the other'}>
      {node.nodes.map((child, index) => (
        <li key={index}>
          <Node node={child} spans={spans} />
        </li>
      ))}
    </ol>
  );
}
