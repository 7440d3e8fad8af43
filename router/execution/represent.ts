import { writeJson } from '@commerce/platform/values/json';
import type { Data } from './data.ts';
import type { EntityField } from './entity-fields.ts';
import type { EntityFetch } from './executable-fetch.ts';
import type { FieldFault } from './failures.ts';
import { unexpected } from './faults.ts';
import { type Missing, type Requirement, toRepresentation } from './representation.ts';
import type { Run } from './run.ts';

/** What is sent of entities, each once, and the objects that each is for. */
export interface Sending {
  fetch: EntityFetch;
  representations: Data[];
  places: Data[][];
}

/**
 * Says what is sent for some objects. One that lacks what some fields require is sent for the others, in a request of
 * their own: all entities of a request are asked for the same.
 */
export function represent(run: Run, fetch: EntityFetch, objects: readonly Data[]): Sending[] {
  const { types, failures } = run;
  const nothingFailed = failures.isEmpty();
  failures.settle();
  const isFailed = (object: Data, key: string) => !nothingFailed && failures.errorAt(object, key) !== undefined;
  const representationOf = (object: Data, requirements: readonly Requirement[]) =>
    toRepresentation(types, requirements, object, isFailed);
  // One of each key: it may be that of a hundred thousand entities.
  const unexplained = new Map<string, FieldFault>();
  const faultOf = ({ object, key }: Missing): FieldFault => {
    const known = failures.errorAt(object, key) ?? failures.failureOf(object, key) ?? unexplained.get(key);
    if (known) return known;
    const fault = unexpected(fetch.subgraph, `What it needs was not there: ${key}.`);
    unexplained.set(key, fault);
    return fault;
  };
  const fail = (object: Data, fields: readonly EntityField[], fault: FieldFault) =>
    failures.addFailure(object, new Set(fields.map(({ key }) => key)), fault);

  const sendings = createSendings();
  for (const object of objects) {
    const whole = representationOf(object, fetch.requirements);
    if (!whole) continue;
    if ('representation' in whole) sendings.add('', fetch, object, whole.representation);
    else addWithoutLacking(object, whole.missing);
  }
  return sendings.all();

  function nameOf(lacking: readonly EntityField[]): string {
    return lacking.map((field) => fetch.fields.indexOf(field)).join();
  }

  function addWithoutLacking(object: Data, missing: Missing): void {
    const asked = fetch.fields.filter(({ type }) => types.isA(object['__typename'], type));
    let lacking = asked.filter((field) => {
      const own = field.required && representationOf(object, field.required.requirements);
      if (!own || !('missing' in own)) return false;
      fail(object, [field], faultOf(own.missing));
      return true;
    });
    if (!sendings.hasRoomFor(nameOf(lacking))) {
      const requiring = asked.filter(({ required }) => required);
      fail(object, requiring, faultOf(missing));
      lacking = requiring;
    }
    if (lacking.length === asked.length) return undefined;
    const rest = fetch.without(lacking);
    const made = representationOf(object, rest.requirements);
    if (!made) return undefined;
    if ('representation' in made) return sendings.add(nameOf(lacking), rest, object, made.representation);
    return fail(object, rest.fields, faultOf(made.missing));
  }
}

/**
 * One fetch may become this many and one more: what entities lack may differ in as many ways as there are of choosing
 * among requirements. Those that are too many lose all fields that require something.
 */
const MAX_SENDINGS = 5;

function createSendings() {
  const sendings = new Map<string, Sending & { byText: Map<string, Data[]> }>();
  return {
    all: (): Sending[] => [...sendings.values()],
    hasRoomFor: (name: string) => sendings.has(name) || sendings.size < MAX_SENDINGS,
    add(name: string, fetch: EntityFetch, object: Data, representation: Data): void {
      let sending = sendings.get(name);
      if (!sending) {
        sending = { fetch, representations: [], places: [], byText: new Map() };
        sendings.set(name, sending);
      }
      fetch.rewriteInput?.(representation);
      const text = textOf(representation);
      const same = sending.byText.get(text);
      if (same) {
        same.push(object);
        return;
      }
      const places = [object];
      sending.byText.set(text, places);
      sending.places.push(places);
      sending.representations.push(representation);
    },
  };
}

/** @returns the same for the same representations, and for no others. */
function textOf(representation: Data): string {
  let text = '';
  for (const name in representation) {
    const value = representation[name];
    // Hardly any entity has more than texts for its key. Each has its length before it, so that no two can be taken for one.
    if (typeof value !== 'string') return writeJson(representation);
    text += `${name} ${value.length} ${value} `;
  }
  return text;
}
