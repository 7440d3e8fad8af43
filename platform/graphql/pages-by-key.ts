import type { FieldMask } from '../grpc/read-mask.ts';
import type { Page, PageRequest } from '../lists/page.ts';
import { maskedLoader, type MaskedLoader } from './masked-loader.ts';

/** One page of the list that belongs to one key, such as an account's orders. */
export interface KeyedPage extends PageRequest {
  key: string;
}

/**
 * Gathers the pages that one request asks for: those with the same arguments come with one read, for all their keys, with
 * the fields that are asked for.
 *
 * @param read gives the page of each key, in the order of the keys.
 */
export function pagesByKey<Item>(
  read: (keys: string[], request: PageRequest & { readMask: FieldMask }) => Promise<Page<Item>[]>,
): MaskedLoader<KeyedPage, Page<Item>> {
  return maskedLoader({
    nameOf,
    groupOf: (asked) => nameOf({ ...asked, key: '' }),
    async read(asked, readMask) {
      const { pageSize = 0, skip = 0, pageToken = '', fromEnd = false } = asked[0] ?? {};
      return await read(
        asked.map(({ key }) => key),
        { pageSize, skip, pageToken, readMask, ...(fromEnd && { fromEnd }) },
      );
    },
  });
}

function nameOf({ key, pageSize, skip, pageToken, fromEnd = false }: KeyedPage): string {
  return JSON.stringify([key, pageSize, skip, pageToken, fromEnd]);
}
