import { tooManyFields } from '@commerce/platform/field-limit';
import { tell } from './client-path.ts';
import { addError, addMissing, addUnexpected, type Completion, keepCause, missing } from './completion.ts';
import { type Data, isData } from './data.ts';
import type { PlacedFault } from './failures.ts';
import { toFaultOf } from './faults.ts';
import { lostFields } from './lost-fields.ts';
import { absent, isAbsent, NOT_ALLOWED, type Nothing, TOO_LARGE } from './nothing.ts';
import type { LeafShape, ObjectShape, SelectionShape, ValueShape } from './response-shape.ts';

/** Makes an object of the response, or says that null stands for it. */
export function completeObject(
  completion: Completion,
  { type, fields }: ObjectShape,
  source: Data,
): Record<string, unknown> | Nothing {
  const { path } = completion;
  completion.fields += fields.length;
  if (completion.fields > completion.maxFields) return TOO_LARGE;
  const placed = completion.nothingFailed ? NONE : completion.failures.errorsOf(source);
  for (const fault of placed) tell(completion, fields, source, fault);
  const lost = completion.nothingFailed ? NOTHING_LOST : lostFields(fields, source, completion.failures);
  for (const fault of lost.values()) tell(completion, fields, source, fault);
  completion.cause = undefined;
  for (const { value: shape } of lost.keys()) if (shape?.isNonNull) return NOT_ALLOWED;
  const told = completion.errors.length;
  const object: Record<string, unknown> = {};
  for (const field of fields) {
    const { name, key, value: shape, refusal } = field;
    if (completion.nothingFailed && !refusal && shape?.kind === 'leaf') {
      const leaf = leafOf(shape, source[key]);
      if (leaf !== undefined) {
        set(object, name, leaf);
        continue;
      }
    }
    let value: unknown = shape ? null : type;
    if (refusal) {
      path.push(name);
      addError(completion, refusal);
      path.pop();
      if (shape?.isNonNull) {
        keepCause(completion, told);
        return NOT_ALLOWED;
      }
    } else if (shape && !lost.has(field)) {
      path.push(name);
      const isTold = placed.some((fault) => fault.path[0] === key);
      const given = source[key];
      completion.cause = undefined;
      if (given === undefined && !isTold) {
        const fault = missing(completion, type, source, key);
        if (fault.isAbsent && shape.isNonNull) {
          path.pop();
          keepCause(completion, told);
          return absent(fault);
        }
        if (!fault.isAbsent) addMissing(completion, fault, shape);
      }
      const { above } = completion;
      if (!completion.nothingFailed) completion.above = completion.failures.failureOf(source, key) ?? above;
      value = completeValue(completion, shape, given, isTold || given === undefined, type, key);
      completion.above = above;
      path.pop();
      if (value === TOO_LARGE) return TOO_LARGE;
      if (value === NOT_ALLOWED) {
        keepCause(completion, told);
        return NOT_ALLOWED;
      }
    }
    set(object, name, value);
  }
  return object;
}

/** Most of a response's fields: nothing failed, and it is there. @returns undefined for what is to be looked at. */
function leafOf(shape: LeafShape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  return shape.leaf(value);
}

function set(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
  else object[name] = value;
}

const NONE: readonly PlacedFault[] = [];
const NOTHING_LOST: ReturnType<typeof lostFields> = new Map();

/** @param isTold whether the client knows already why it is null. */
function completeValue(
  completion: Completion,
  shape: ValueShape,
  value: unknown,
  isTold: boolean,
  type: string,
  key: string,
): unknown {
  if (value === null || value === undefined) {
    if (!shape.isNonNull) return null;
    if (!isTold) addUnexpected(completion, type, key, 'must not be null');
    return NOT_ALLOWED;
  }
  const completed =
    shape.kind === 'leaf'
      ? shape.leaf(value)
      : shape.kind === 'list'
        ? completeList(completion, shape.item, value, isTold, type, key)
        : completeSelection(completion, shape.selection, value);
  if (completed === undefined) {
    // Its type may be what did not come.
    const fault = isData(value) ? completion.failures.failureOf(value, '__typename') : undefined;
    if (fault) addError(completion, fault);
    else addUnexpected(completion, type, key, 'came as what it is not');
    return shape.isNonNull ? NOT_ALLOWED : null;
  }
  if (!completion.nothingFailed && isAbsent(completed)) {
    if (!shape.isNonNull) return null;
    addError(completion, completed.absence);
    return NOT_ALLOWED;
  }
  if (completed === TOO_LARGE && shape.kind === 'list' && completion.lists === 0) {
    addError(completion, toFaultOf(completion.ownerOf(type, key), tooManyFields(completion.maxFields)));
    return shape.isNonNull ? NOT_ALLOWED : null;
  }
  return completed === NOT_ALLOWED && !shape.isNonNull ? null : completed;
}

function completeList(
  completion: Completion,
  shape: ValueShape,
  values: unknown,
  isTold: boolean,
  type: string,
  key: string,
): unknown {
  if (!Array.isArray(values)) return undefined;
  const { path } = completion;
  completion.fields += values.length;
  if (completion.fields > completion.maxFields) return TOO_LARGE;
  const list: unknown[] = [];
  const before = completion.errors.length;
  for (let index = 0; index < values.length; index += 1) {
    path.push(index);
    completion.cause = undefined;
    completion.lists += 1;
    const item = completeValue(completion, shape, values[index], isTold, type, key);
    completion.lists -= 1;
    path.pop();
    if (item === TOO_LARGE) return TOO_LARGE;
    if (item === NOT_ALLOWED) {
      keepCause(completion, before);
      return NOT_ALLOWED;
    }
    list.push(item);
  }
  return list;
}

function completeSelection(completion: Completion, selection: SelectionShape, value: unknown): unknown {
  if (!isData(value)) return undefined;
  const shape = selection.of(selection.type ?? value['__typename']);
  if (shape) return completeObject(completion, shape, value);
  const fault = completion.failures.failureOf(value, '__typename');
  return fault?.isAbsent ? absent(fault) : undefined;
}
