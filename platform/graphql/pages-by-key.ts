import type { FieldMask } from '../grpc/read-mask.ts';
import type { Page, PageRequest } from '../lists/page.ts';
import { maskedLoader, type MaskedLoader, PAGE_TOKENS } from './masked-loader.ts';

/** One page of the list that belongs to one key, such as an account's orders. */
export interface KeyedPage extends PageRequest {
  key: string;
}

/**
 * Gathers the pages that one request asks for: those with the same arguments come with one read, for all their keys, with
 * the fields that are asked for, and with page tokens if anybody asks for them.
 *
 * @param read gives the page of each key, in the order of the keys.
 */
export function pagesByKey<Item>(
  read: (keys: string[], request: PageRequest & { readMask: FieldMask }) => Promise<Page<Item>[]>,
): MaskedLoader<KeyedPage, Page<Item>> {
  const loader = maskedLoader<KeyedPage, Page<Item>>({
    nameOf,
    groupOf: (asked) => nameOf({ ...asked, key: '' }),
    async read(asked, { paths }) {
      const { pageSize = 0, skip = 0, pageToken = '', fromEnd = false } = asked[0] ?? {};
      return await read(
        asked.map(({ key }) => key),
        {
          pageSize,
          skip,
          pageToken,
          readMask: { paths: paths.filter((path) => path !== PAGE_TOKENS) },
          ...(fromEnd && { fromEnd }),
          ...(!paths.includes(PAGE_TOKENS) && { omitPageTokens: true }),
        },
      );
    },
  });
  return {
    load: (page, mask) => loader.load(page, page.omitPageTokens ? mask : withTokens(mask)),
    clearAll: () => loader.clearAll(),
  };
}

/** One for each mask: a loader tells masks apart by what they are. */
function withTokens(mask: FieldMask): FieldMask {
  const known = masksWithTokens.get(mask) ?? { paths: [...mask.paths, PAGE_TOKENS] };
  masksWithTokens.set(mask, known);
  return known;
}

const masksWithTokens = new WeakMap<FieldMask, FieldMask>();

function nameOf({ key, pageSize, skip, pageToken, fromEnd = false }: KeyedPage): string {
  return JSON.stringify([key, pageSize, skip, pageToken, fromEnd]);
}
