import { beforeAll, describe, expect, test } from 'vitest';
import type { ProductRepository } from '../core/repository.ts';
import { searchForSale } from './find.ts';
import { newProduct } from './new-product.ts';
import { WHOLE } from './whole-product.ts';

/** The suite that every ProductRepository's search passes; `open` gives an empty one. */
export function searchContract(open: () => Promise<ProductRepository>): void {
  let repository: ProductRepository;
  /** The names that a query finds, best first. */
  const find = async (query: string) => {
    const { items } = await searchForSale(repository, query, { pageSize: 100, pageToken: '', skip: 0 }, WHOLE);
    return items.map(({ name }) => name);
  };

  beforeAll(async () => {
    repository = await open();
    for (const [name, description] of SHOP) {
      await repository.create(newProduct({ name, description }), undefined);
    }
  });

  test.each([
    ['a word of the name', 'kettle', ['Steel kettle']],
    ['a word of the description', 'waterproof', ['Hiking boots']],
    ['any case', 'KETTLE', ['Steel kettle']],
    ['accents in the product', 'cafe', ['Café mug']],
    ['accents in the query', 'kéttle', ['Steel kettle']],
    ['letters with a stroke', 'smorrebrod', ['Smørrebrød board']],
    ['decomposed accents', 'cafe\u0301', ['Café mug']],
    ['a plural by its singular', 'boot', ['Hiking boots']],
    ['a singular by its plural', 'kettles', ['Steel kettle']],
    ['a form of a verb', 'run', ['Trail shoe']],
    ['a beginning', 'head', ['Wireless headphones']],
    ['a beginning that is longer than the stem', 'runni', ['Trail shoe']],
    ['a letter missing', 'headphnes', ['Wireless headphones']],
    ['a letter too many', 'kettlle', ['Steel kettle']],
    ['a letter exchanged', 'kettke', ['Steel kettle']],
    ['two letters swapped', 'kettel', ['Steel kettle']],
    ['a typo in a plural of a singular', 'ketles', ['Steel kettle']],
    ['a typo in a form of a verb', 'glazzing', ['Café mug']],
    ['a letter missing in a word of five', 'steal', ['Steel kettle']],
    ['all words, in name and description', 'mug glazed', ['Café mug']],
    ['words in any order', 'kettle steel', ['Steel kettle']],
    ['a word with punctuation', '"kettle"!', ['Steel kettle']],
    ['words beside those that English ignores', 'the kettle', ['Steel kettle']],
    ['numbers', '2000', ['Steel kettle']],
  ])('finds %s', async (_what, query, names) => {
    expect(await find(query)).toEqual(names);
  });

  test.each([
    ['a word that no product has', 'submarine'],
    ['one word of two', 'steel boots'],
    ['two typos', 'hedphnes'],
    ['a typo in a short word', 'mvg'],
    ['the middle of a word', 'phones'],
    ['punctuation alone', "!?&|:*()<>\\'"],
  ])('does not find %s', async (_what, query) => {
    expect(await find(query)).toEqual([]);
  });

  test('does not find an archived product', async () => {
    const { id } = await repository.create(newProduct({ name: 'Zeppelin' }), undefined);
    expect(await find('zeppelin')).toEqual(['Zeppelin']);
    await repository.archive(id, undefined);
    expect(await find('zeppelin')).toEqual([]);
  });

  test('puts a match in the name before one in the description', async () => {
    expect(await find('lamp')).toEqual(['Desk lamp', 'Bulb']);
  });

  test('puts a match before a typo', async () => {
    expect(await find('shore')).toEqual(['Shore towel', 'Trail shoe']);
  });

  test('puts the newest first among equals', async () => {
    expect(await find('candle')).toEqual(['Candle three', 'Candle two', 'Candle one']);
  });

  test('finds a changed product by its new words and not by its old ones', async () => {
    const { id } = await repository.create(newProduct({ name: 'Umbrella' }), undefined);
    await repository.update(id, { name: 'Parasol' }, undefined, undefined);
    expect(await find('umbrella')).toEqual([]);
    expect(await find('parasoll')).toEqual(['Parasol']);
  });

  test('goes from the best to the newest of the rest, however common the word is', async () => {
    for (let count = 0; count < 30; count += 1) {
      const name = count === 3 ? 'Tin of pepper' : `Tin ${count}`;
      await repository.create(newProduct({ name, description: count % 2 === 0 ? 'With pepper.' : '' }), undefined);
    }
    const expected = ['Tin of pepper', ...Array.from({ length: 15 }, (_, index) => `Tin ${28 - 2 * index}`)];
    expect(await find('pepper')).toEqual(expected);
    const names: (string | undefined)[] = [];
    for (let pageToken = ''; ;) {
      const page = await searchForSale(repository, 'pepper', { pageSize: 4, pageToken, skip: 0 }, WHOLE);
      names.push(...page.items.map(({ name }) => name));
      pageToken = page.nextPageToken;
      if (pageToken === '') break;
    }
    expect(names).toEqual(expected);
  });

  test('takes 256 characters of anything', async () => {
    for (const query of [
      'a '.repeat(128),
      'abcd '.repeat(51),
      'ガ'.repeat(256),
      '?*(" '.repeat(51),
      "a'b\\c ".repeat(42),
    ]) {
      expect(await find(query.slice(0, 256))).toEqual(expect.any(Array));
    }
    const different = Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ');
    expect(await find(different.slice(0, 256))).toEqual([]);
  });

  describe('in pages', () => {
    test('gives every match once, in the order of the whole', async () => {
      const whole = await find('candle');
      const first = await searchForSale(repository, 'candle', { pageSize: 2, pageToken: '', skip: 0 }, WHOLE);
      const second = await searchForSale(
        repository,
        'candle',
        { pageSize: 2, pageToken: first.nextPageToken, skip: 0 },
        WHOLE,
      );
      expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(whole);
      expect(second.nextPageToken).toBe('');
      const skipped = await searchForSale(repository, 'candle', { pageSize: 2, pageToken: '', skip: 1 }, WHOLE);
      expect(skipped.items.map(({ name }) => name)).toEqual(whole.slice(1, 3));
    });

    test("refuses another query's token", async () => {
      const { nextPageToken: pageToken } = await searchForSale(
        repository,
        'candle',
        { pageSize: 1, pageToken: '', skip: 0 },
        WHOLE,
      );
      const page = searchForSale(repository, 'kettle', { pageSize: 1, pageToken, skip: 0 }, WHOLE);
      await expect(page).rejects.toMatchObject({ details: { fieldViolations: [{ field: 'pageToken' }] } });
    });
  });
}

const SHOP: [name: string, description: string][] = [
  ['Steel kettle', 'Boils two litres in four minutes, with 2000 watts.'],
  ['Hiking boots', 'Leather, waterproof, ankle high.'],
  ['Trail shoe', 'For running on gravel and grass.'],
  ['Café mug', 'Glazed by hand.'],
  ['Smørrebrød board', 'Beech wood.'],
  ['Wireless headphones', 'Thirty hours on one charge.'],
  ['Desk lamp', 'Brass, warm light.'],
  ['Bulb', 'Lamp lamp lamp lamp: fits every lamp that takes a lamp bulb.'],
  ['Shore towel', 'Dries fast.'],
  ['Candle one', 'Beeswax.'],
  ['Candle two', 'Beeswax.'],
  ['Candle three', 'Beeswax.'],
];
