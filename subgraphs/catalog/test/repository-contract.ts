import { ANYONE } from '@commerce/platform/auth/caller';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReadProduct } from '../core/product.ts';
import type { ProductRepository } from '../core/repository.ts';
import { searchForSale, listForSale } from './find.ts';
import { newProduct } from './new-product.ts';
import { WHOLE } from './whole-product.ts';

/** The suite that every ProductRepository passes; `open` gives an empty one. The search has a suite of its own. */
export function repositoryContract(open: () => Promise<ProductRepository>): void {
  let repository: ProductRepository;
  beforeAll(async () => {
    repository = await open();
  });

  describe('create', () => {
    test('returns what was stored, and it can be read at once', async () => {
      const product = await repository.create(desk, undefined);
      expect(product).toMatchObject({ ...desk, archived: false, version: 1 });
      expect(Date.now() - product.createdAt.getTime()).toBeLessThan(60_000);
      expect(await repository.findMany('all', [product.id], WHOLE)).toEqual([product]);
    });

    test('happens once for 20 parallel requests with one id', async () => {
      const request = keyedRequest(ANYONE, 'CreateProduct', 'create-once', desk);
      const made = await Promise.all(Array.from({ length: 20 }, () => repository.create(desk, request)));
      expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    });

    test('refuses a request id that was used with another product', async () => {
      await repository.create(desk, keyedRequest(ANYONE, 'CreateProduct', 'create-other', desk));
      const other = repository.create(
        desk,
        keyedRequest(ANYONE, 'CreateProduct', 'create-other', { ...desk, name: 'Chair' }),
      );
      await expect(other).rejects.toMatchObject({ kind: 'AlreadyExists' });
    });

    test('keeps amounts beyond what a float holds', async () => {
      const unitPrice = { currencyCode: 'KWD', amountMinor: 9_007_199_254_740_993n };
      const { id } = await repository.create({ ...desk, unitPrice }, undefined);
      expect((await repository.findMany('all', [id], WHOLE))[0]?.unitPrice).toEqual(unitPrice);
    });
  });

  describe('findMany', () => {
    test('leaves out what does not exist', async () => {
      const { id } = await repository.create(desk, undefined);
      const found = await repository.findMany('all', [UNKNOWN, id], WHOLE);
      expect(found.map((product) => product.id)).toEqual([id]);
    });
  });

  describe('reads what is wanted of a product, its id, and what a list sorts by', () => {
    test.each<[field: 'name' | 'unitPrice' | 'archived' | 'createdAt' | 'version']>([
      ['name'],
      ['unitPrice'],
      ['archived'],
      ['createdAt'],
      ['version'],
    ])('%s', async (field) => {
      const product = await repository.create(desk, undefined);
      const { id, createdAt } = product;
      const wanted = { [field]: true };
      const [found] = await repository.findMany('all', [id], wanted);
      expect(found).toEqual({ id, [field]: product[field] });
      for (const page of [
        await listForSale(repository, { ...FIRST_PAGE, pageSize: 1 }, wanted),
        await searchForSale(repository, desk.name, { ...FIRST_PAGE, pageSize: 1 }, wanted),
      ]) {
        expect(page.items).toEqual([{ id, createdAt, [field]: product[field] }]);
      }
    });
  });

  describe('update', () => {
    test('changes what it names and nothing else, and counts the version', async () => {
      const product = await repository.create(desk, undefined);
      const changed = await repository.update(product.id, { name: 'Oak desk' }, 1, undefined);
      expect(changed).toEqual({ ...product, name: 'Oak desk', version: 2 });
      expect(await repository.findMany('all', [product.id], WHOLE)).toEqual([changed]);
    });

    test('lets one of two writers from the same version through', async () => {
      const { id } = await repository.create(desk, undefined);
      const writes = ['first', 'second'].map((name) => repository.update(id, { name }, 1, undefined));
      const outcomes = await Promise.allSettled(writes);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect((await repository.findMany('all', [id], WHOLE))[0]?.version).toBe(2);
      await expect(repository.update(id, { name: 'third' }, 1, undefined)).rejects.toMatchObject({ kind: 'Conflict' });
    });

    test('happens once for a repeated request', async () => {
      const { id } = await repository.create(desk, undefined);
      const request = keyedRequest(ANYONE, 'UpdateProduct', 'update-once', { id });
      await repository.update(id, { name: 'Renamed' }, 1, request);
      expect(await repository.update(id, { name: 'Renamed' }, 1, request)).toMatchObject({
        name: 'Renamed',
        version: 2,
      });
    });

    test('leaves a refused request id unused', async () => {
      const { id } = await repository.create(desk, undefined);
      const request = keyedRequest(ANYONE, 'UpdateProduct', 'update-refused', { id });
      await expect(repository.update(id, { name: 'Late' }, 7, request)).rejects.toMatchObject({ kind: 'Conflict' });
      expect(await repository.update(id, { name: 'Late' }, 1, request)).toMatchObject({ name: 'Late' });
    });

    test('takes a change that depends on the product as it is, from ten writers at once', async () => {
      const { id } = await repository.create(desk, undefined);
      const lengthen = () => repository.update(id, ({ name }) => ({ name: `${name}!` }), undefined, undefined);
      await Promise.all(Array.from({ length: 10 }, lengthen));
      expect(await repository.findMany('all', [id], WHOLE)).toMatchObject([{ name: 'Desk!!!!!!!!!!', version: 11 }]);
    });

    test('changes nothing when the change throws, and leaves the request id unused', async () => {
      const { id } = await repository.create(desk, undefined);
      const request = keyedRequest(ANYONE, 'UpdateProduct', 'update-thrown', { id });
      const refusal = new DomainError('InvalidArgument', 'No.');
      const refuse = () => {
        throw refusal;
      };
      await expect(repository.update(id, refuse, undefined, request)).rejects.toBe(refusal);
      expect(await repository.update(id, { name: 'Table' }, 1, request)).toMatchObject({ name: 'Table', version: 2 });
    });

    test('refuses an unknown product', async () => {
      const update = repository.update(UNKNOWN, { name: 'x' }, undefined, undefined);
      await expect(update).rejects.toMatchObject({ kind: 'NotFound', details: { fieldViolations: [{ field: 'id' }] } });
    });
  });

  describe('archive', () => {
    test('takes a product off the list and keeps it readable; again, it changes nothing', async () => {
      const { id } = await repository.create(desk, undefined);
      const archived = await repository.archive(id, undefined);
      expect(archived).toMatchObject({ archived: true, version: 2 });
      expect(await repository.archive(id, undefined)).toEqual(archived);
      expect(await repository.findMany('all', [id], WHOLE)).toEqual([archived]);
      expect((await listForSale(repository, FIRST_PAGE, WHOLE)).items.map((product) => product.id)).not.toContain(id);
    });

    test('refuses an unknown product', async () => {
      await expect(repository.archive(UNKNOWN, undefined)).rejects.toBeInstanceOf(DomainError);
    });
  });

  describe('list', () => {
    test('goes newest first, to the end, by position and by token', async () => {
      const list = await readAll(repository);
      expect(list.length).toBeGreaterThan(5);
      const time = ({ createdAt }: ReadProduct) => createdAt?.getTime() ?? 0;
      expect(list).toEqual(list.toSorted((a, b) => time(b) - time(a) || (a.id < b.id ? 1 : -1)));
      const skipped = await listForSale(repository, { ...FIRST_PAGE, pageSize: 2, skip: 3 }, WHOLE);
      expect(skipped.items).toEqual(list.slice(3, 5));
    });

    test('goes on after an entry although others were added since', async () => {
      const before = await listForSale(repository, { ...FIRST_PAGE, pageSize: 2 }, WHOLE);
      await repository.create(desk, undefined);
      const after = await listForSale(
        repository,
        { ...FIRST_PAGE, pageSize: 2, pageToken: before.nextPageToken },
        WHOLE,
      );
      const ids = (await readAll(repository)).map(({ id }) => id);
      expect(after.items.map(({ id }) => id)).toEqual(ids.slice(3, 5));
    });

    test.each(['garbled', Buffer.from('["orders",1,"x"]').toString('base64url')])(
      'refuses the token %s',
      async (pageToken) => {
        const page = listForSale(repository, { ...FIRST_PAGE, pageToken }, WHOLE);
        await expect(page).rejects.toMatchObject({
          kind: 'InvalidArgument',
          details: { fieldViolations: [{ field: 'pageToken' }] },
        });
      },
    );
  });
}

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const FIRST_PAGE = { pageSize: 100, pageToken: '', skip: 0 };
const desk = newProduct();

/** The whole list, two at a time. */
async function readAll(repository: ProductRepository): Promise<ReadProduct[]> {
  const all: ReadProduct[] = [];
  let pageToken = '';
  do {
    const page = await listForSale(repository, { pageSize: 2, pageToken, skip: 0 }, WHOLE);
    expect(page.pageTokens).toHaveLength(page.items.length);
    all.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return all;
}
