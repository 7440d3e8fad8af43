import { costInWords, countInWords, differences, sumOf } from './cost.ts';
import { settings } from './settings.ts';
import type { Trace } from './trace.ts';

/** What the operation cost, and whether that is what `operations/costs.yaml` says of the one with its name. */
export function CostLine({ trace, operation }: { trace: Trace; operation: string | undefined }) {
  const { counts } = trace;
  const example = settings.examples.find((one) => one.operation === operation);
  const others = example?.cost ? differences(counts, example.cost) : [];
  return (
    <p className="cost">
      <strong>{costInWords(counts)}</strong>, {countInWords(sumOf(counts.fetches), 'subgraph request')}.{' '}
      {example?.cost && others.length === 0 && <span className="good">As operations/costs.yaml says.</span>}
      {others.length > 0 && <span className="other">Other than operations/costs.yaml says: {others.join('; ')}.</span>}
    </p>
  );
}
