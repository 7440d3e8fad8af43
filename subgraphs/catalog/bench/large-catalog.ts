import type { Product } from '../core/product.ts';
import { newId } from '@commerce/platform/values/uuid';
import { newProduct } from '../test/new-product.ts';

/**
 * Products with words as real texts have them: a few in most texts, most in few. The same in every run, but for their ids.
 *
 * @returns in parts of 2,000.
 */
export function* largeCatalog(count: number): Generator<Product[]> {
  const random = createRandom();
  // It has every field.
  const base = newProduct();
  const words = vocabulary(random);
  const word = () => words[Math.floor(words.length * random() ** 4)] ?? '';
  for (let made = 0; made < count; made += PART) {
    yield Array.from({ length: Math.min(PART, count - made) }, (_, index): Product => {
      const number = made + index;
      const japanese = number % 10 === 0 ? ` ${pick(random, JAPANESE)}${pick(random, JAPANESE)}` : '';
      return {
        ...base,
        id: newId(),
        name: `${word()} ${word()} ${word()}${japanese}`,
        description: Array.from({ length: 20 }, word).join(' '),
        unitPrice: {
          currencyCode: random() < 0.9 ? 'USD' : 'EUR',
          amountMinor: BigInt(Math.floor(random() * 100_000)),
        },
        archived: number % 100 === 1,
        createdAt: new Date(FIRST_MS + number * 1_000),
        version: 1,
      };
    });
  }
}

/** Words that `searches.ts` looks for, the most common first; then 20,000 that are made up. */
const KNOWN = ['steel', 'lamp', 'kettle'];

const PART = 2_000;
const FIRST_MS = Date.parse('2025-01-01T00:00:00Z');
const JAPANESE = ['ガラス', '花瓶', '茶碗', '革', 'ケース', '時計', '青い'] as const;
const SYLLABLES = ['ka', 'lo', 'mi', 'ra', 'tu', 'be', 'sin', 'dor', 'vel', 'gra', 'pon', 'zu'] as const;

function vocabulary(random: () => number): string[] {
  const made = new Set<string>(KNOWN);
  while (made.size < 20_000) {
    made.add(Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, SYLLABLES)).join(''));
  }
  return [...made];
}

function pick(random: () => number, list: readonly [string, ...string[]]): string {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

/** Numbers from 0 up to 1 that are the same in every run: a linear congruential generator (Numerical Recipes). */
function createRandom(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
