import DataLoader from 'dataloader';
import { MAX_BATCH } from '../lists/batch-by-id.ts';
import type { Page, PageRequest } from '../lists/page.ts';

/** One page of the list that belongs to one key, such as an account's orders. */
export interface KeyedPage extends PageRequest {
  key: string;
}

/**
 * Gathers the pages that one request asks for: those with the same arguments come with one read, for all their keys.
 *
 * @param read gives the page of each key, in the order of the keys.
 */
export function pagesByKey<Item>(
  read: (keys: string[], page: PageRequest) => Promise<Page<Item>[]>,
): DataLoader<KeyedPage, Page<Item>, string> {
  return new DataLoader(
    async (asked) => {
      const groups = groupByArguments(asked);
      const pages = new Map((await Promise.all(groups.map((group) => readPages(read, group)))).flat());
      return asked.map((each) => pages.get(each) ?? new Error(`The page of ${each.key} was left out.`));
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: nameOf },
  );
}

interface Group {
  page: PageRequest;
  asked: KeyedPage[];
}

function groupByArguments(asked: readonly KeyedPage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const each of asked) {
    const { key: _, ...page } = each;
    const name = nameOf({ ...each, key: '' });
    const group = groups.get(name) ?? { page, asked: [] };
    group.asked.push(each);
    groups.set(name, group);
  }
  return [...groups.values()];
}

function nameOf({ key, pageSize, skip, pageToken }: KeyedPage): string {
  return JSON.stringify([key, pageSize, skip, pageToken]);
}

/** The page of each key, or why there is none: what one group is refused costs the others nothing. */
async function readPages<Item>(
  read: (keys: string[], page: PageRequest) => Promise<Page<Item>[]>,
  { page, asked }: Group,
): Promise<[KeyedPage, Page<Item> | Error][]> {
  try {
    const pages = await read(
      asked.map(({ key }) => key),
      page,
    );
    return asked.flatMap((each, index): [KeyedPage, Page<Item>][] => {
      const found = pages[index];
      return found ? [[each, found]] : [];
    });
  } catch (error) {
    return asked.map((each) => [each, error instanceof Error ? error : new Error(String(error))]);
  }
}
