import DataLoader from 'dataloader';
import type { FieldMask } from '../grpc/read-mask.ts';
import { MAX_BATCH } from '../lists/batch-by-id.ts';
import { ALL_FIELDS } from './read-mask.ts';

/** Reads things for one request, as a DataLoader does, and of each thing the fields that are asked for. */
export interface MaskedLoader<Key, Value> {
  /** @returns what was read, which may have more fields than were asked for here. */
  load(key: Key, mask: FieldMask): Promise<Value>;
  /** Forgets what was read. */
  clearAll(): void;
}

/**
 * Gathers what is asked for at one time, as many keys as a batch RPC takes. One read takes all that are of one group, each
 * once, with the fields that anybody asks for. What was read is read again only when it lacks a field.
 *
 * @param options.nameOf tells keys apart.
 * @param options.groupOf says which keys one read can take.
 * @param options.read gives what stands for each key, in the order of the keys. What it throws costs other groups nothing.
 */
export function maskedLoader<Key, Value>(options: {
  nameOf: (key: Key) => string;
  groupOf: (key: Key) => string;
  read: (keys: Key[], readMask: FieldMask) => Promise<readonly Value[]>;
}): MaskedLoader<Key, Value> {
  const { nameOf, groupOf, read } = options;
  const reads = new Map<string, { asked: Asked<Key>; value: Promise<Value> }>();

  const loader = new DataLoader<Asked<Key>, Value>(
    async (all) => {
      const groups = groupBy(all, ({ key }) => groupOf(key));
      const found = new Map((await Promise.all(groups.map((group) => readGroup(group, read)))).flat());
      return all.map((asked) => {
        const value = found.get(asked);
        return value === undefined ? new Error(`What belongs to ${nameOf(asked.key)} was left out.`) : value;
      });
    },
    // What is gathered here has its own cache, by names and masks.
    { cache: false, maxBatchSize: MAX_BATCH },
  );

  return {
    load(key, mask) {
      const name = nameOf(key);
      const known = reads.get(name);
      if (known && (known.asked.isOpen || covers(known.asked.masks, mask))) {
        known.asked.masks.add(mask);
        return known.value;
      }
      const asked = { key, masks: new Set([mask]), isOpen: true };
      const value = loader.load(asked);
      reads.set(name, { asked, value });
      return value;
    },
    clearAll: () => reads.clear(),
  };
}

interface Asked<Key> {
  key: Key;
  /** What is asked for, until it is read; then all that was read with it. */
  masks: Set<FieldMask>;
  /** Can it still ask for more? */
  isOpen: boolean;
}

/** The value of each, or why there is none. */
async function readGroup<Key, Value>(
  group: readonly Asked<Key>[],
  read: (keys: Key[], readMask: FieldMask) => Promise<readonly Value[]>,
): Promise<[Asked<Key>, Value | Error | undefined][]> {
  const masks = new Set(group.flatMap((asked) => [...asked.masks]));
  for (const asked of group) Object.assign(asked, { masks, isOpen: false });
  const paths = [...new Set([...masks].flatMap((mask) => mask.paths))];
  try {
    const values = await read(
      group.map(({ key }) => key),
      { paths },
    );
    return group.map((asked, index) => [asked, values[index]]);
  } catch (error) {
    return group.map((asked) => [asked, error instanceof Error ? error : new Error(String(error))]);
  }
}

function covers(masks: ReadonlySet<FieldMask>, wanted: FieldMask): boolean {
  if (masks.has(wanted)) return true;
  const has = (path: string) => [...masks].some((mask) => mask.paths.includes(path));
  const hasAll = has(ALL_FIELDS);
  return wanted.paths.every((path) => has(path) || (hasAll && path !== PAGE_TOKENS));
}

/** Stands among the paths of a mask for what a page has beside the fields of its entries. */
export const PAGE_TOKENS = 'page_tokens';

function groupBy<T>(all: readonly T[], nameOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const name = nameOf(one);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return [...groups.values()];
}
