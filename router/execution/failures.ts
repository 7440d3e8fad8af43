import type { GraphQLFormattedError } from 'graphql';
import { type Data, isData } from './data.ts';

/** What went wrong with a field: what its client is told of it. */
export interface FieldFault {
  message: string;
  extensions: Record<string, unknown>;
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
  /** Says why an object lacks the fields of a fetch. */
  addFailure(object: Data, keys: ReadonlySet<string>, fault: FieldFault): void;
  /** Faults that no place is known of. */
  readonly unplaced: FieldFault[];
  errorsOf(object: Data): readonly PlacedFault[];
  /** Why an object lacks a field. */
  failureOf(object: Data, key: string): FieldFault | undefined;
}

export function createFailures(): Failures {
  const errors = new Map<Data, PlacedFault[]>();
  const failures = new Map<Data, { keys: ReadonlySet<string>; fault: FieldFault }[]>();
  const unplaced: FieldFault[] = [];
  return {
    unplaced,
    isEmpty: () => errors.size === 0 && failures.size === 0 && unplaced.length === 0,
    addError(object, path, fault) {
      const { parent, rest } = deepest(object, path);
      const known = errors.get(parent);
      const placed = { path: rest, message: fault.message, extensions: fault.extensions };
      if (known) known.push(placed);
      else errors.set(parent, [placed]);
    },
    addFailure(object, keys, fault) {
      const known = failures.get(object);
      if (known) known.push({ keys, fault });
      else failures.set(object, [{ keys, fault }]);
    },
    errorsOf: (object) => errors.get(object) ?? NONE,
    failureOf(object, key) {
      const known = failures.get(object);
      return (known?.find(({ keys }) => keys.has(key)) ?? known?.[0])?.fault;
    },
  };
}

const NONE: readonly PlacedFault[] = [];

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
  // Apollo Server would take `http` for the status and the headers of the whole response.
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
