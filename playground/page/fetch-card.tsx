import { colourOf } from './colour.ts';
import { countInWords } from './cost.ts';
import { inTime } from './numbers.ts';
import type { PlannedFetch, Span } from './trace.ts';

/** One fetch of a plan: whom it asks, for which entities by which keys, what, and how that went. */
export function FetchCard({ fetch, span }: { fetch: PlannedFetch; span: Span | undefined }) {
  const { subgraph, path, query, entities } = fetch;
  return (
    <article className="fetch" style={colourOf(subgraph)} aria-label={`Fetch from ${subgraph}`}>
      <header>
        <strong>{subgraph}</strong>
        {span && <span>{inTime(span.durationMs)}</span>}
        {span?.error !== undefined && <span className="error">{span.error}</span>}
      </header>
      <p>
        {entities ? (
          <>
            <code>{entities.join(', ')}</code>{' '}
            {path.length > 0 && (
              <>
                of <code>{path.join('.')}</code>
              </>
            )}
          </>
        ) : (
          'root fields'
        )}
        {span?.representations !== undefined && `: ${countInWords(span.representations, 'object')}`}
        {!span && ': not asked'}
      </p>
      <pre tabIndex={0} aria-label={`What ${subgraph} is asked`}>
        {shortened(query)}
      </pre>
    </article>
  );
}

/** Without what every fetch of entities begins and ends with. */
function shortened(query: string): string {
  const [, inner] = /_entities\(representations: \$representations\) (\{[\s\S]*\})\s*\}\s*$/.exec(query) ?? [];
  return inner === undefined ? query : inner.replaceAll('\n  ', '\n');
}
