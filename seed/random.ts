/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A number from 0 up to, but not, 1. */
  next(): number;
  /** One of a list that has some. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** The list in another order. */
  shuffle<T>(list: readonly T[]): T[];
}

/** The generator mulberry32: 32 bits of state, which is plenty for a sample. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    shuffle: (list) =>
      list
        .map((item) => ({ item, order: next() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
