import { costInWords, countInWords, differences, sumOf } from './cost.ts';
import type { Trace } from './trace.ts';

/** What the operation cost, and whether that is what `operations/costs.yaml` says of the one with its name. */
export function CostLine({ trace: { counts, expected } }: { trace: Trace }) {
  const others = expected ? differences(counts, expected) : [];
  return (
    <p className="cost">
      <strong>{costInWords(counts)}</strong>, {countInWords(sumOf(counts.fetches), 'subgraph request')}.{' '}
      {expected && others.length === 0 && <span className="good">As operations/costs.yaml says.</span>}
      {others.length > 0 && <span className="other">Other than operations/costs.yaml says: {others.join('; ')}.</span>}
    </p>
  );
}
