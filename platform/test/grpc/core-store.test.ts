import { expect, test } from 'vitest';
import { unavailable } from '../../errors/domain-error.ts';
import { preparedFirst } from '../../grpc/core-store.ts';

const toDomainError = (error: unknown) =>
  error instanceof TypeError ? undefined : unavailable('The shop store', error);
const close = async () => {};

/** A store that answers, and is prepared with these outcomes, one after the other. */
function storeWith(...outcomes: (string[] | Error)[]) {
  return preparedFirst('shop', storeOf(outcomes), false);
}

function storeOf(outcomes: (string[] | Error)[]) {
  const prepare = async () => {
    const outcome = outcomes.shift() ?? [];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { waitsFor: async () => [], prepare, toDomainError, forgetKeys: async () => 0, close };
}

test('what a store fails with while it is prepared is told, until it is prepared', async () => {
  const refusal = Object.assign(new Error('unsupported startup parameter: options'), { code: '08P01' });
  const waitsFor = storeWith(refusal, new AggregateError([new Error('connect ECONNREFUSED ::1:5432')]), [
    'a migration',
  ]);
  expect(await waitsFor()).toEqual(['the shop store (unsupported startup parameter: options)']);
  expect(await waitsFor()).toEqual(['the shop store (connect ECONNREFUSED ::1:5432)']);
  expect(await waitsFor()).toEqual(['a migration']);
  expect(await waitsFor()).toEqual([]);
});

test('what waiting does not mend ends the start', async () => {
  await expect(storeWith(new TypeError('x is undefined'))()).rejects.toThrow('x is undefined');
});

test.each([true, false])(
  'a store that warms up (%s) does it once, when it is prepared and before it is ready',
  async (warmsUp) => {
    let [warm, fails] = [0, true];
    const warmUp = async () => {
      warm += 1;
      if (fails) throw new Error('terminated');
    };
    const waitsFor = preparedFirst('shop', { ...storeOf([['a migration']]), warmUp }, warmsUp);
    expect(await waitsFor()).toEqual(['a migration']);
    expect(warm).toBe(0);
    expect(await waitsFor()).toEqual(warmsUp ? ['the shop store (terminated)'] : []);
    fails = false;
    for (let look = 0; look < 2; look += 1) expect(await waitsFor()).toEqual([]);
    expect(warm).toBe(warmsUp ? 2 : 0);
  },
);
