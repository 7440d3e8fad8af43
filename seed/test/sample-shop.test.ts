import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSampleShop } from '../sample-shop.ts';

const { accounts, products, orders } = createSampleShop();

test('the sample shop has 50 accounts, 200 products and 500 orders', () => {
  expect([accounts.length, products.length, orders.length]).toEqual([50, 200, 500]);
});

test('the sample shop is the same in every run', () => {
  expect(createSampleShop()).toEqual({ accounts, products, orders });
  // A shop that was seeded keeps its request ids, so another sample would be refused there: change it knowingly.
  const digest = createHash('sha256').update(JSON.stringify({ accounts, products, orders })).digest('hex');
  expect(digest.slice(0, 16)).toBe('5a0e1ba5d60e9119');
});

test('every account has a name of its own', () => {
  const names = accounts.map(({ name }) => name);
  expect(new Set(names).size).toBe(50);
  for (const name of names) expect(name).toMatch(/^\p{L}+ \p{L}+$/u);
});

describe('products', () => {
  test('have names of their own, within the limits of the catalog', () => {
    expect(new Set(products.map(({ name }) => name)).size).toBe(200);
    for (const { name, description } of products) {
      expect(name).toMatch(/^\p{Lu}[\p{L}’' -]+$/u);
      expect(name.length).toBeLessThanOrEqual(200);
      expect(description).toMatch(/^\p{Lu}[^.]+\.( [\p{Lu}][^.]+\.)$/u);
    }
  });

  test('have prices from a few dollars to a few hundred', () => {
    const prices = products.map(({ priceInCents }) => priceInCents);
    for (const price of prices) expect(price % 100).toBe(90);
    expect(Math.min(...prices)).toBeGreaterThan(500);
    expect(Math.max(...prices)).toBeLessThan(70_000);
    expect(new Set(prices).size).toBeGreaterThan(60);
  });

  test.each(['lamp', 'headphones', 'desk', 'shoes', 'Café', 'Crème brûlée'])('can be searched for %s', (word) => {
    expect(products.some(({ name }) => name.includes(word))).toBe(true);
  });
});

describe('orders', () => {
  const perAccount = accounts.map((_, index) => orders.filter(({ account }) => account === index).length);

  test('are placed by many accounts: some often, some never', () => {
    expect(orders.every(({ account }) => account in accounts)).toBe(true);
    expect(perAccount.filter((count) => count === 0).length).toBeGreaterThanOrEqual(5);
    expect(perAccount.filter((count) => count > 0).length).toBeGreaterThanOrEqual(30);
    expect(Math.max(...perAccount)).toBeGreaterThan(40);
  });

  test('have 1 to 5 lines of different products, 1 to 4 of each', () => {
    const lineCounts = new Set(orders.map(({ lines }) => lines.length));
    expect(lineCounts).toEqual(new Set([1, 2, 3, 4, 5]));
    const quantities = new Set(orders.flatMap(({ lines }) => lines.map(({ quantity }) => quantity)));
    expect(quantities).toEqual(new Set([1, 2, 3, 4]));
    for (const { lines } of orders) {
      expect(lines.every(({ product }) => product in products)).toBe(true);
      expect(new Set(lines.map(({ product }) => product)).size).toBe(lines.length);
    }
  });

  test('sell most products, some far more than others', () => {
    const sold = products.map((_, index) =>
      orders.filter(({ lines }) => lines.some(({ product }) => product === index)),
    );
    expect(sold.filter(({ length }) => length > 0).length).toBeGreaterThan(150);
    expect(Math.max(...sold.map(({ length }) => length))).toBeGreaterThan(20);
  });
});
