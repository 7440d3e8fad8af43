import type { Product } from '@commerce/catalog/core/product';
import { newId } from '@commerce/platform/values/uuid';
import { createRandom, type Random } from '../seed/random.ts';

/**
 * Products with words as real texts have them: a few in most texts, most in few. The same in every run, but for their ids.
 *
 * @returns in parts of 2,000.
 */
export function* largeCatalog(count: number): Generator<Product[]> {
  const random = createRandom(7);
  const words = vocabulary(random);
  const word = () => words[Math.floor(words.length * random.next() ** 4)] ?? '';
  for (let made = 0; made < count; made += PART) {
    yield Array.from({ length: Math.min(PART, count - made) }, (_, index): Product => {
      const number = made + index;
      const japanese = number % 10 === 0 ? ` ${random.pick(JAPANESE)}${random.pick(JAPANESE)}` : '';
      return {
        id: newId(),
        name: `${word()} ${word()} ${word()}${japanese}`,
        description: Array.from({ length: 20 }, word).join(' '),
        unitPrice: { currencyCode: random.next() < 0.9 ? 'USD' : 'EUR', amountMinor: BigInt(Math.floor(random.next() * 100_000)) },
        archived: false,
        createdAt: new Date(FIRST_MS + number * 1_000),
        version: 1,
      };
    });
  }
}

/** Words that `searches.ts` looks for, the most common first; then 20,000 that are made up. */
export const KNOWN = ['steel', 'lamp', 'kettle'];

const PART = 2_000;
const FIRST_MS = Date.parse('2025-01-01T00:00:00Z');
const JAPANESE = ['ガラス', '花瓶', '茶碗', '革', 'ケース', '時計', '青い'] as const;
const SYLLABLES = ['ka', 'lo', 'mi', 'ra', 'tu', 'be', 'sin', 'dor', 'vel', 'gra', 'pon', 'zu'] as const;

function vocabulary(random: Random): string[] {
  const made = new Set<string>(KNOWN);
  while (made.size < 20_000) {
    made.add(Array.from({ length: 2 + Math.floor(random.next() * 3) }, () => random.pick(SYLLABLES)).join(''));
  }
  return [...made];
}
