import type { GraphQLFormattedError } from 'graphql';
import { type Data, isData } from './data.ts';

/** What went wrong with a field: what its client is told of it. */
export interface FieldFault {
  message: string;
  extensions: Record<string, unknown>;
  /** What the log is told and the client is not, of what nobody else has logged. */
  reason?: string;
  /** Whether it is the object that failed, and not a field of it. */
  isOfObject?: true;
  /** Whether there is no such object: null stands for it, where null is allowed. */
  isAbsent?: true;
}

/** A fault at a place below an object of the response. */
export interface PlacedFault extends FieldFault {
  /** From the object on, in canonical keys and indices; never empty. */
  path: readonly (string | number)[];
}

/**
 * What went wrong while the response was fetched, by the objects that lack something for it. Where these stand in the
 * response, and by which names, is known when it is made.
 */
export interface Failures {
  /** Whether nothing went wrong. */
  isEmpty(): boolean;
  /** @param path from the object on. */
  addError(object: Data, path: readonly (string | number)[], fault: FieldFault): void;
  /** Moves each error to where it belongs: what it is of may have come since, from another subgraph. */
  settle(): void;
  /** Says why an object lacks the fields of a fetch. */
  addFailure(object: Data, keys: ReadonlySet<string>, fault: FieldFault): void;
  /** Faults that no place is known of. */
  readonly unplaced: FieldFault[];
  errorsOf(object: Data): readonly PlacedFault[];
  /** The errors of objects below one that an answer was merged into, with their whole paths from there. */
  errorsBelow(object: Data): readonly PlacedFault[];
  /** What made a field of an object null, or a part of it. */
  errorAt(object: Data, key: string): PlacedFault | undefined;
  /** Why an object lacks a field. */
  failureOf(object: Data, key: string): FieldFault | undefined;
}

export function createFailures(): Failures {
  const errors = new Map<Data, PlacedFault[]>();
  const below = new Map<Data, PlacedFault[]>();
  const failures = new Map<Data, { keys: ReadonlySet<string>; fault: FieldFault }[]>();
  const unplaced: FieldFault[] = [];
  return {
    unplaced,
    isEmpty: () => errors.size === 0 && failures.size === 0 && unplaced.length === 0,
    addError,
    settle() {
      const before = [...errors];
      errors.clear();
      for (const [object, faults] of before) {
        for (const fault of faults) addError(object, fault.path, fault);
      }
    },
    addFailure(object, keys, fault) {
      add(failures, object, { keys, fault });
    },
    errorsOf: (object) => errors.get(object) ?? NONE,
    errorsBelow: (object) => below.get(object) ?? NONE,
    errorAt: (object, key) => errors.get(object)?.find(({ path }) => path[0] === key && isNullAt(object, path)),
    failureOf: (object, key) => failures.get(object)?.find(({ keys }) => keys.has(key))?.fault,
  };

  function addError(object: Data, path: readonly (string | number)[], { message, extensions }: FieldFault): void {
    const { parent, rest } = deepest(object, path);
    add(errors, parent, { path: rest, message, extensions });
    if (parent !== object) add(below, object, { path, message, extensions });
  }
}

const NONE: readonly PlacedFault[] = [];

function add<Item>(to: Map<Data, Item[]>, object: Data, item: Item): void {
  const known = to.get(object);
  if (known) known.push(item);
  else to.set(object, [item]);
}

function isNullAt(object: Data, path: readonly (string | number)[]): boolean {
  let value: unknown = object;
  for (const step of path) {
    if (isData(value)) value = value[step];
    else if (Array.isArray(value) && typeof step === 'number') value = value[step];
  }
  return value === null || value === undefined;
}

/** The last object that is there on a path. */
function deepest(object: Data, path: readonly (string | number)[]) {
  let [parent, from] = [object, 0];
  let value: unknown = object;
  for (const [index, step] of path.slice(0, -1).entries()) {
    if (isData(value) && typeof step === 'string') value = value[step];
    else if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else break;
    if (isData(value)) [parent, from] = [value, index + 1];
  }
  return { parent, rest: path.slice(from) };
}

/** An error of a subgraph's response as far as it is one: servers write them in every form. */
export function toFault(subgraph: string, error: unknown): FieldFault & { path: (string | number)[] | undefined } {
  const { message, extensions, path } = (isData(error) ? error : {}) as Partial<
    Record<keyof GraphQLFormattedError, unknown>
  >;
  // `http` would be taken for the status and the headers of the whole response.
  const { http: _http, ...said } = isData(extensions) ? extensions : {};
  return {
    message: typeof message === 'string' ? message : 'It failed without a message.',
    extensions: { ...said, subgraph },
    path: toPath(path),
  };
}

function toPath(path: unknown): (string | number)[] | undefined {
  if (typeof path === 'string' && /^[_A-Za-z]\w*$/.test(path)) return [path];
  if (!Array.isArray(path) || path.length === 0) return undefined;
  const steps = path.map((step: unknown) => (typeof step === 'string' && /^\d{1,9}$/.test(step) ? Number(step) : step));
  return steps.every((step) => typeof step === 'string' || typeof step === 'number') ? steps : undefined;
}
