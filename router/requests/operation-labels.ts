import { boundedLabels, OTHER } from './bounded-labels.ts';
import type { RequestFacts } from './request-facts.ts';

/**
 * @param isTrusted see observe-requests.ts. There are as many of these as the manifests have.
 * @returns names an operation, as a label: a name that came when its request was refused gets none of its own.
 */
export function operationLabels(isTrusted: (name: string) => boolean): (facts: RequestFacts) => string {
  const labelOf = boundedLabels(MAX_OTHERS);
  return ({ operation, type, cost }) => {
    if (type === undefined) return 'none';
    if (operation === undefined) return 'unnamed';
    if (isTrusted(operation)) return operation;
    return cost === undefined ? OTHER : labelOf(operation);
  };
}

const MAX_OTHERS = 100;
