/** Chance that can be repeated: the same for the same seed. */
export interface Random {
  /** An integer from 0, below the bound. */
  below(bound: number): number;
  /** True so often of a hundred times. */
  often(percent: number): boolean;
  pick<T>(all: readonly [T, ...T[]]): T;
}

export function randomOf(seed: number): Random {
  // https://en.wikipedia.org/wiki/Xorshift, of 32 bits; zero would stay zero.
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  const below = (bound: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % bound;
  };
  return {
    below,
    often: (percent) => below(100) < percent,
    pick: (all) => all[below(all.length)] ?? all[0],
  };
}
