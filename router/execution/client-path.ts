import { MAX_ERRORS } from '@commerce/platform/graphql/few-errors';
import { GraphQLError } from 'graphql';
import type { Completion } from './completion.ts';
import { type Data, isData } from './data.ts';
import type { PlacedFault } from './failures.ts';
import type { FieldShape, ValueShape } from './response-shape.ts';

/** Tells a subgraph's error on every path that its client asked for. */
export function tell(
  { errors, path }: Completion,
  fields: readonly FieldShape[],
  source: Data,
  fault: PlacedFault,
): void {
  if (errors.length >= MAX_ERRORS) return;
  const [key, ...rest] = fault.path;
  for (const field of fields) {
    if (field.key !== key || field.refusal) continue;
    const below = field.value ? clientPath(field.value, source[field.key], rest) : [];
    const { message, extensions } = fault;
    const error = new GraphQLError(message, { path: [...path, field.name, ...below], extensions });
    // Of a field that several subgraphs have, each tells it.
    const isTold = errors.some((each) => each.message === message && String(each.path) === String(error.path));
    if (!isTold) errors.push(error);
  }
}

/** A path below a value in the client's names, as far as the client asked for it. */
function clientPath(shape: ValueShape, value: unknown, path: readonly (string | number)[]): (string | number)[] {
  const [step, ...rest] = path;
  if (step === undefined || shape.kind === 'leaf') return [];
  if (shape.kind === 'list') {
    if (typeof step !== 'number') return [];
    return [step, ...clientPath(shape.item, Array.isArray(value) ? value[step] : undefined, rest)];
  }
  const { selection } = shape;
  const known = selection.of(selection.type ?? (isData(value) ? value['__typename'] : undefined));
  const field = (known ? [known] : selection.all())
    .flatMap(({ fields }) => fields)
    .find(({ key, refusal }) => key === step && !refusal);
  if (!field) return [];
  return [field.name, ...(field.value ? clientPath(field.value, isData(value) ? value[step] : undefined, rest) : [])];
}
