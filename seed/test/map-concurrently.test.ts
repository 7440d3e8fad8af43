import { expect, test } from 'vitest';
import { mapConcurrently } from '../map-concurrently.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('results come in the order of the items, whichever is ready first', async () => {
  const results = await mapConcurrently([3, 1, 2], 3, async (item, index) => {
    for (let turns = 0; turns < item; turns += 1) await turn();
    return `${index}:${item}`;
  });
  expect(results).toEqual(['0:3', '1:1', '2:2']);
});

test('as many are under way at a time as allowed', async () => {
  let underWay = 0;
  let most = 0;
  await mapConcurrently(Array.from({ length: 20 }), 4, async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await turn();
    underWay -= 1;
  });
  expect(most).toBe(4);
});

test('after a failure nothing is begun, and what is under way ends first', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const run = mapConcurrently([0, 1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    await turn();
    if (item === 2) throw new Error('two failed');
    await turn();
    ended.push(item);
  });
  await expect(run).rejects.toThrow('two failed');
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(ended).toEqual([0, 1, 3]);
});
