import { describe, expect, test } from 'vitest';
import { invalidArgument } from '../../errors/domain-error.ts';
import { batchById } from '../../lists/batch-by-id.ts';

const A = '0189000a-0000-7000-8000-00000000000a';
const B = '0189000b-0000-7000-8000-00000000000b';
const UNKNOWN = '01890000-0000-7000-8000-000000000000';

describe('batchById()', () => {
  /** Answers from a store of two, and keeps what the store was asked for. */
  async function batch(...ids: string[]) {
    const reads: string[][] = [];
    const read = async (wanted: string[]) => {
      reads.push(wanted);
      return [{ id: B }, { id: A }].filter(({ id }) => wanted.includes(id));
    };
    const found = await batchById('ids', ids, read, ({ id }) => id);
    return { found: found.map((item) => item?.id), reads };
  }

  test.each([
    ['keeps the order asked', [A, B], [A, B], [A, B]],
    ['repeats what is asked for twice, and reads it once', [B, A, B], [B, A, B], [B, A]],
    ['takes any letter case for the same id', [A.toUpperCase(), A], [A, A], [A]],
    [
      'leaves holes for what is unknown or no id',
      [UNKNOWN, A, 'x', ''],
      [undefined, A, undefined, undefined],
      [UNKNOWN, A],
    ],
  ])('%s', async (_what, ids, found, read) => {
    expect(await batch(...ids)).toEqual({ found, reads: [read] });
  });

  test('reads nothing when nothing can exist', async () => {
    expect(await batch()).toEqual({ found: [], reads: [] });
    expect(await batch('x', '')).toEqual({ found: [undefined, undefined], reads: [] });
  });

  test('takes 1,000 ids and refuses 1,001', async () => {
    const ids = Array.from({ length: 1_001 }, () => A);
    expect((await batch(...ids.slice(1))).found).toHaveLength(1_000);
    await expect(batch(...ids)).rejects.toThrow(
      invalidArgument([{ field: 'ids', description: 'must have at most 1,000 entries' }]),
    );
  });
});
