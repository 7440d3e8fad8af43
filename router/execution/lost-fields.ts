import { type Data, isData } from './data.ts';
import type { Failures, PlacedFault } from './failures.ts';
import type { FieldShape, ValueShape } from './response-shape.ts';

/**
 * The fields of an object that are null for faults which subgraphs told, their own or of something below, each with the
 * fault. One that a subgraph told of a part is the reason why the subgraph gave nothing of the whole, and stands for all that
 * is not there.
 */
export function lostFields(
  fields: readonly FieldShape[],
  source: Data,
  failures: Failures,
): ReadonlyMap<FieldShape, PlacedFault> {
  const lost = new Map<FieldShape, PlacedFault>();
  const faults = [...failures.errorsOf(source), ...failures.errorsBelow(source)];
  if (faults.length === 0) return lost;
  for (const field of fields) {
    const { key, value: shape, refusal } = field;
    if (!shape || refusal) continue;
    const fault = faults.find(({ path }) => path[0] === key && isLost(shape, source[key], path, 1));
    if (fault) lost.set(field, fault);
  }
  return lost;
}

/** Whether a value is null for a fault at what is left of a path. */
function isLost(shape: ValueShape, value: unknown, path: readonly (string | number)[], index: number): boolean {
  if (value === null || value === undefined) return true;
  const step = path[index];
  if (step === undefined || shape.kind === 'leaf') return false;
  if (shape.kind === 'list') {
    const { item } = shape;
    return item.isNonNull && Array.isArray(value) && isLost(item, value[Number(step)], path, index + 1);
  }
  const { selection } = shape;
  const known = isData(value) ? selection.of(selection.type ?? value['__typename']) : undefined;
  return (known?.fields ?? []).some(
    ({ key, value: below, refusal }) =>
      key === step && !refusal && below?.isNonNull && isData(value) && isLost(below, value[key], path, index + 1),
  );
}
