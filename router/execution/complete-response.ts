import { tooManyFields } from '@commerce/platform/field-limit';
import { MAX_ERRORS } from '@commerce/platform/graphql/few-errors';
import { GraphQLError } from 'graphql';
import { type Data, isData } from './data.ts';
import type { Failures, FieldFault, PlacedFault } from './failures.ts';
import { toFaultOf, unexpected } from './faults.ts';
import type { FieldShape, ObjectShape, SelectionShape, ValueShape } from './response-shape.ts';
import type { Fetched } from './run-plan.ts';

/** The response as its client asked for it. */
export interface Completed {
  data: Record<string, unknown> | null;
  errors: GraphQLError[];
}

interface Completion {
  failures: Failures;
  nothingFailed: boolean;
  errors: GraphQLError[];
  /** Of errors that stand for what is missing: where something above becomes null for one of them, the others go. */
  made: Set<GraphQLError>;
  /** Where the completion is, in the client's names. */
  path: (string | number)[];
  ownerOf: (type: string, key: string) => string | undefined;
  maxFields: number;
  /** Keys of objects and entries of lists so far. */
  fields: number;
  /** How many lists the completion is in. */
  lists: number;
}

/** What stands for a value that is null where that is not allowed: what holds it is null then. */
const NOT_ALLOWED = Symbol('null where it is not allowed');

/**
 * What stands for a value that would make the response too large: the outermost list that it is in is null then. What came
 * once may be asked for under hundreds of names.
 */
const TOO_LARGE = Symbol('more fields than a response may have');

/** What stands for an object that its subgraph says there is none of. */
interface Absent {
  absence: FieldFault;
}

type Nothing = typeof NOT_ALLOWED | typeof TOO_LARGE | Absent;

/**
 * Makes the response from what was fetched: by the client's names, of the types that the schema says, and null no further
 * than it must be (https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors). Nothing is null without
 * an error but what its own subgraph says is null.
 *
 * @param maxFields of the response: keys of objects, and entries of lists.
 * @param ownerOf the subgraph that a field of a type comes from, as far as that is known.
 */
export function completeResponse(
  { root, failures }: Fetched,
  shape: ObjectShape,
  maxFields: number,
  ownerOf: (type: string, key: string) => string | undefined,
): Completed {
  const completion: Completion = {
    failures,
    nothingFailed: failures.isEmpty(),
    errors: [],
    made: new Set(),
    path: [],
    ownerOf,
    maxFields,
    fields: 0,
    lists: 0,
  };
  const data = completeObject(completion, shape, root);
  for (const fault of failures.unplaced)
    completion.errors.push(new GraphQLError(fault.message, { extensions: fault.extensions }));
  if (data === TOO_LARGE) addError(completion, toFaultOf(undefined, tooManyFields(maxFields)));
  return {
    data: data === NOT_ALLOWED || data === TOO_LARGE || isAbsent(data) ? null : data,
    errors: completion.errors,
  };
}

function completeObject(
  completion: Completion,
  { type, fields }: ObjectShape,
  source: Data,
): Record<string, unknown> | Nothing {
  const { path } = completion;
  completion.fields += fields.length;
  if (completion.fields > completion.maxFields) return TOO_LARGE;
  const placed = completion.nothingFailed ? NONE : completion.failures.errorsOf(source);
  for (const fault of placed) tell(completion, fields, source, fault);
  const told = completion.errors.length;
  const object: Record<string, unknown> = {};
  for (const { name, key, value: shape } of fields) {
    let value: unknown = type;
    if (shape) {
      path.push(name);
      const isTold = placed.some((fault) => fault.path[0] === key);
      const given = source[key];
      if (given === undefined && !isTold) {
        const fault = missing(completion, type, source, key);
        if (fault.isAbsent && shape.isNonNull) {
          path.pop();
          return absent(fault);
        }
        if (!fault.isAbsent) addMissing(completion, fault, shape);
      }
      value = completeValue(completion, shape, given, isTold || given === undefined, type, key);
      path.pop();
      if (value === TOO_LARGE) return TOO_LARGE;
      if (value === NOT_ALLOWED) {
        keepLast(completion, told);
        return NOT_ALLOWED;
      }
    }
    if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
    else object[name] = value;
  }
  return object;
}

const NONE: readonly PlacedFault[] = [];

/** A field of a client's may be called as anything is. */
const absences = new WeakSet<object>();

function absent(absence: FieldFault): Absent {
  const value = { absence };
  absences.add(value);
  return value;
}

function isAbsent(value: unknown): value is Absent {
  return typeof value === 'object' && value !== null && absences.has(value);
}

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
    if (!isTold) addError(completion, unexpected(completion.ownerOf(type, key), `${type}.${key} must not be null.`));
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
    const reason = `${type}.${key} came as what it is not.`;
    addError(completion, fault ?? unexpected(completion.ownerOf(type, key), reason));
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
  const list: unknown[] = Array.from({ length: values.length });
  const before = completion.errors.length;
  for (let index = 0; index < values.length; index += 1) {
    path.push(index);
    completion.lists += 1;
    const item = completeValue(completion, shape, values[index], isTold, type, key);
    completion.lists -= 1;
    path.pop();
    if (item === TOO_LARGE) return TOO_LARGE;
    if (item === NOT_ALLOWED) {
      keepLast(completion, before);
      return NOT_ALLOWED;
    }
    list[index] = item;
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

/** Why a field did not come. */
function missing({ failures, ownerOf }: Completion, type: string, source: Data, key: string): FieldFault {
  return failures.failureOf(source, key) ?? unexpected(ownerOf(type, key), `${type}.${key} did not come.`);
}

/** Without a field that may not be null the object is null: then it is the object's own fault that is told. */
function addMissing(completion: Completion, fault: FieldFault, shape: ValueShape): void {
  const name = fault.isOfObject && shape.isNonNull ? completion.path.pop() : undefined;
  addError(completion, fault);
  if (name !== undefined) completion.path.push(name);
}

function addError({ errors, made, path }: Completion, { message, extensions }: FieldFault): void {
  // A client is given no more, and each has a stack: one fault can be that of a hundred thousand fields.
  if (errors.length >= MAX_ERRORS) return;
  const error = new GraphQLError(message, { path: [...path], extensions });
  made.add(error);
  errors.push(error);
}

/** What holds them is null for the last one: the others would stand for fields that are not there. */
function keepLast({ errors, made }: Completion, from: number): void {
  const last = errors.at(-1);
  for (let index = errors.length - 1; index >= from; index -= 1) {
    const error = errors[index];
    if (error && error !== last && made.has(error)) errors.splice(index, 1);
  }
}

/** Tells a subgraph's error on every path that its client asked for. */
function tell({ errors, path }: Completion, fields: readonly FieldShape[], source: Data, fault: PlacedFault): void {
  if (errors.length >= MAX_ERRORS) return;
  const [key, ...rest] = fault.path;
  for (const field of fields) {
    if (field.key !== key) continue;
    const below = field.value ? clientPath(field.value, source[field.key], rest) : [];
    errors.push(
      new GraphQLError(fault.message, { path: [...path, field.name, ...below], extensions: fault.extensions }),
    );
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
  const field = (known ? [known] : selection.all()).flatMap(({ fields }) => fields).find(({ key }) => key === step);
  if (!field) return [];
  return [field.name, ...(field.value ? clientPath(field.value, isData(value) ? value[step] : undefined, rest) : [])];
}
