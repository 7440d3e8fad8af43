import type { estypes } from '@elastic/elasticsearch';
import type { Part } from '../product-finder.ts';
import { placeOf } from './product-sorts.ts';
import type { Query } from './search-query.ts';

/** From here on a page of the newest is looked for by its time first. */
const FAR = 1_000;

/** As many of the same time are told apart. */
const WINDOW = 100;

/** What a search by times finds: the sort values of each product. */
export type Times = (asked: {
  from: number;
  size: number;
  sort: estypes.SortCombinations[];
}) => Promise<estypes.SortResults[]>;

/**
 * Where a page that passes over many of the newest products begins. To sort by time and id, Elasticsearch reads the ids of all
 * that are passed over, which takes it 150 ms for 10,000; times are numbers, and take 20.
 *
 * @param times of the products of the whole list.
 * @returns what the page's products meet, and how many to pass over among those that do; undefined for a page that is not far, or
 * one of so many of the same time that it is read as any other.
 */
export async function nearStart(part: Part, times: Times): Promise<{ from: Query; offset: number } | undefined> {
  if (part.order !== 'NEWEST' || part.after || part.offset < FAR) return undefined;
  const byTime = placeOf(part).sort.slice(0, 1);
  const found = await times({ from: part.offset - WINDOW, size: WINDOW + 1, sort: byTime });
  const first = Number(found.at(-1)?.[0]);
  const same = found.filter(([time]) => Number(time) === first).length;
  if (found.length <= WINDOW || same > WINDOW) return undefined;
  return { from: { range: { createdAt: { [part.isBackward ? 'gte' : 'lte']: first } } }, offset: same - 1 };
}
