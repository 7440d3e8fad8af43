import { beforeEach, describe, expect, test } from 'vitest';
import { entitiesById } from '../../graphql/entities-by-id.ts';
import { MAX_BATCH } from '../../lists/batch-by-id.ts';
import { metrics } from '../../metrics.ts';

const mask = (...paths: string[]) => ({ paths });
const [id, name, lines, all] = [mask('id'), mask('id', 'name'), mask('id', 'lines.name'), mask('*')];

const NOT_THERE = new Set(['unknown', 'hidden']);

/** What was read: the ids, and the paths of the mask. */
let reads: [ids: string[], paths: string[]][];
let entities: ReturnType<typeof entitiesById<string>>;
beforeEach(() => {
  reads = [];
  entities = entitiesById('thing', async (ids, { paths }) => {
    reads.push([ids, [...paths].toSorted()]);
    if (ids.includes('broken')) throw new Error('The store is down.');
    const entityOf = (each: string) => (NOT_THERE.has(each) ? null : `${each}: ${paths.toSorted().join(' ')}`);
    return ids.map((each) => ({ entity: entityOf(each), notFound: each === 'unknown' }));
  });
});

test('what is asked for at one time comes with one read, with the fields that anybody asks for', async () => {
  const found = await Promise.all([entities.load('a', name), entities.load('b', lines), entities.load('a', lines)]);
  expect(reads).toEqual([
    [
      ['a', 'b'],
      ['id', 'lines.name', 'name'],
    ],
  ]);
  expect(found).toEqual(['a: id lines.name name', 'b: id lines.name name', 'a: id lines.name name']);
});

test('what was read with a field is not read again for it', async () => {
  await Promise.all([entities.load('a', name), entities.load('b', lines)]);
  const again = [entities.load('a', lines), entities.load('b', mask('lines.name', 'name')), entities.load('a', id)];
  await Promise.all(again);
  expect(reads).toHaveLength(1);
});

test('what lacks a field is read again, and kept as it is then', async () => {
  await entities.load('a', id);
  expect(await entities.load('a', name)).toBe('a: id name');
  await entities.load('a', id);
  await entities.load('a', all);
  await entities.load('a', lines);
  expect(reads).toEqual([
    [['a'], ['id']],
    [['a'], ['id', 'name']],
    [['a'], ['*']],
  ]);
});

test('an unknown id is null, and no error', async () => {
  expect(await Promise.all([entities.load('unknown', id), entities.load('a', id)])).toEqual([null, 'a: id']);
});

test('what fails, fails for all who wait for it', async () => {
  const outcomes = await Promise.allSettled([entities.load('broken', id), entities.load('a', name)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a thousand repeats of an id are one of a batch', async () => {
  const ids = Array.from({ length: MAX_BATCH + 1 }, (_, n) => `a${n % 10}`);
  await Promise.all(ids.map((each) => entities.load(each, name)));
  expect(reads.map(([read]) => read.length)).toEqual([10]);
});

test('after a change all is read again', async () => {
  await entities.load('a', id);
  entities.clearAll();
  await entities.load('a', id);
  expect(reads).toHaveLength(2);
});

describe('an id that another part has stored', () => {
  test('is an error where nothing has it any more, and is counted', async () => {
    const before = await lostReferences();
    await expect(entities.loadReference('unknown', name)).rejects.toMatchObject({
      kind: 'NotFound',
      message: 'There is no thing unknown.',
      details: { reason: 'REFERENCE_LOST' },
    });
    expect(await lostReferences()).toBe(before + 1);
  });

  test('is null where the caller may not see what has it', async () => {
    const before = await lostReferences();
    expect(await entities.loadReference('hidden', name)).toBeNull();
    expect(await lostReferences()).toBe(before);
  });

  test('is read with those that a client names, which are null', async () => {
    const [lost, asked, found] = await Promise.allSettled([
      entities.loadReference('unknown', name),
      entities.load('unknown', name),
      entities.loadReference('a', name),
    ]);
    expect(lost.status).toBe('rejected');
    expect(asked).toEqual({ status: 'fulfilled', value: null });
    expect(found).toEqual({ status: 'fulfilled', value: 'a: id name' });
    expect(reads).toHaveLength(1);
  });
});

async function lostReferences(): Promise<number> {
  const [counter] = await metrics
    .getMetricsAsJSON()
    .then((counters) => counters.filter((each) => each.name === 'lost_references_total'));
  return counter?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}
