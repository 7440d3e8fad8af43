import { Kind, type TypeNode } from 'graphql';
import { keyValues } from './key-values.ts';
import { leafValue } from './leaf-values.ts';
import { pick } from './pick.ts';
import { projected, selected } from './representations.ts';
import type { Facts } from './subgraph-facts.ts';
import type { Fault, Thing, World } from './thing.ts';

/** Each type has this many objects; they are numbered from 0. */
const OBJECTS = 4;

/**
 * The data behind some subgraphs: an endless graph that a hash makes of each field's name, and no store.
 *
 * @param worldSeed makes other data of the same subgraphs.
 */
export function createWorld(facts: Facts, faults: Fault[], worldSeed: number): World {
  const inKey = keyValues(facts);

  function fault(type: string, field: string, coordinate: string, n: number) {
    const found = faults.find((each) => each.n === n && each.coordinate === coordinate);
    return found && { how: found.how, error: new Error(`${type}.${field} of ${n} fails`) };
  }

  const world: World = {
    value(thing, field, args, required, subgraph) {
      const coordinate = facts.coordinateOf(thing.type, field);
      const owners = facts.owners(coordinate);
      const [only, ...others] = owners;
      const alone = only !== undefined && others.length === 0;
      // It is not asked for then.
      const lacked = alone ? [required[only], thing.required[only]].find((each) => each instanceof Error) : undefined;
      if (lacked) throw lacked;
      // What nobody may ask for any more is wrong.
      const stale = subgraph !== undefined && facts.isOverridden(subgraph, coordinate);
      const broken = fault(thing.type, field, coordinate, thing.n);
      if (broken?.how === 'throw') throw broken.error;
      if (broken?.how === 'null') return null;
      const seed = [
        worldSeed,
        thing.type,
        thing.n,
        field,
        sortedKeys(args),
        alone ? [required[only], thing.required[only]] : [],
        stale,
      ];
      const key = inKey(thing, coordinate);
      const types = (named: string) =>
        owners
          .map((owner) => facts.objects(named, owner))
          .filter((each) => each.length > 0)
          .reduce<string[]>((common, each) => common.filter((type) => each.includes(type)), facts.objects(named));

      function make(type: TypeNode, path: unknown[], nullable: boolean): unknown {
        if (type.kind === Kind.NON_NULL_TYPE) return make(type.type, path, false);
        if (nullable && key === undefined && pick([...seed, path, 'null'], 8) === 0) return null;
        if (type.kind === Kind.LIST_TYPE) {
          const length = key === undefined ? ([0, 1, 2, 2, 3, 3][pick([...seed, path, 'length'], 6)] ?? 0) : 2;
          return Array.from({ length }, (_, at) => make(type.type, [...path, at], true));
        }
        const named = type.name.value;
        if (facts.isLeaf(named))
          return key === undefined ? leafValue(named, facts.enumValues(named) ?? [], [...seed, path]) : key.leaf(named);
        const objects = types(named);
        const object = objects[pick([...seed, path, 'type'], objects.length)];
        if (object === undefined) throw new Error(`No object type is common to all who answer ${coordinate}.`);
        const n =
          key === undefined ? pick([...seed, path, 'n'], OBJECTS) : (thing.n + Number(path.at(-1) ?? 0)) % OBJECTS;
        const here = subgraph !== undefined && facts.objects(named, subgraph).length === 0;
        return {
          __typename: here ? named : object,
          type: object,
          n,
          required: facts.keys(object).length > 0 ? {} : required,
        } satisfies Thing;
      }

      const value = make(facts.typeOf(facts.coordinateOf(thing.type, field)), [], true);
      if (broken && Array.isArray(value) && value.length > 0) value[0] = broken.error;
      return value;
    },
    find(type, representation, subgraph) {
      const objects = facts.objects(type, subgraph);
      const candidates = (objects.length > 0 ? objects : facts.objects(type)).flatMap((object) =>
        Array.from({ length: OBJECTS }, (_, n): Thing => ({
          __typename: objects.length > 0 ? object : type,
          type: object,
          n,
          required: {},
        })),
      );
      return candidates.find((thing) =>
        facts.keys(type, subgraph).some((key) => {
          const expected = projected(world, facts, thing, key);
          return JSON.stringify(expected) === JSON.stringify(selected(representation, key));
        }),
      );
    },
  };
  return world;
}

/** Arguments come in the order of the schema that was asked, and schemas differ in it. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, each]) => [key, sortedKeys(each)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
