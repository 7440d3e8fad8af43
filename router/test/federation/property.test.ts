import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { createOwnExecutor } from './own-executor.ts';
import { federationEqualsMonolith } from './property.ts';
import { createStockExecutor } from './stock-executor.ts';

/** How many operations; 300 of always the same without it, since what no change has broken must not fail one. */
const many = process.env['FEDERATION_OPERATIONS'];
const wanted = Number(many ?? 300);
// A machine that does much else takes a quarter of a second for each.
const PATIENCE_MS = 300_000 + 250 * wanted;
const seeds = [1, 2, Number(process.env['FEDERATION_SEED'] ?? (many ? randomInt(1_000_000_000) : 3))];

test.each(seeds)(
  'A federation answers what one server with the whole schema does (seed %i)',
  async (seed) => {
    const { compared, refused, wrong } = await federationEqualsMonolith(
      createOwnExecutor,
      wanted / seeds.length,
      seed,
      true,
    );
    expect(wrong).toBeUndefined();
    // Otherwise the recipes have come to mean little.
    expect(refused).toBeLessThan(compared / 20);
  },
  PATIENCE_MS,
);

test('The comparison finds what the stock executor answers wrong', async () => {
  expect((await federationEqualsMonolith(createStockExecutor, 300, 1, false)).wrong).toContain('with the seed 1');
});
