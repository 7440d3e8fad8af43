import { costInWords, countInWords, differences, ownCost, sumOf } from './cost.ts';
import type { Trace } from './trace.ts';

/** What the operation cost, and whether that is what `operations/costs.yaml` says of the one with its name. */
export function CostLine({ trace }: { trace: Trace }) {
  const { counts, expected } = trace;
  const own = ownCost(trace);
  const others = expected ? differences(own, expected) : [];
  return (
    <p className="cost">
      <strong>{costInWords(own)}</strong>, {countInWords(sumOf(counts.fetches), 'subgraph request')}
      {own.settings > 0 && `, ${countInWords(own.settings, 'statement')} to set up connections`}.{' '}
      {expected && others.length === 0 && <span className="good">As operations/costs.yaml says.</span>}
      {others.length > 0 && <span className="other">Other than operations/costs.yaml says: {others.join('; ')}.</span>}
    </p>
  );
}
