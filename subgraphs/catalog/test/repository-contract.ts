import { ANYONE, type Caller } from '@commerce/platform/auth/caller';
import { DomainError } from '@commerce/platform/errors/domain-error';
import type { CoreStore } from '@commerce/platform/grpc/core-store';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReadProduct } from '../core/product.ts';
import type { ProductRepository } from '../core/repository.ts';
import { searchForSale, listForSale } from './find.ts';
import { newProduct } from './new-product.ts';
import { WHOLE } from './whole-product.ts';

/** A repository, and the keys of its store. */
export interface OpenRepository {
  repository: ProductRepository;
  /** Makes all keys look so many days older. */
  makeOlder(days: number): Promise<void>;
  forgetKeys: CoreStore['forgetKeys'];
}

/** The suite that every ProductRepository passes; `open` gives an empty one. The search has a suite of its own. */
export function repositoryContract(open: () => Promise<OpenRepository>): void {
  let repository: ProductRepository;
  let opened: OpenRepository;
  beforeAll(async () => {
    opened = await open();
    ({ repository } = opened);
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

  describe('a key', () => {
    const DAYS = 86_400_000;
    /** As after so many days, in a store that keeps keys for seven. */
    const afterDays = async (days: number) => {
      await opened.makeOlder(days);
      await opened.forgetKeys(7 * DAYS, 1_000);
    };
    const keyed = (method: string, key: string, content: unknown, caller: Caller = ANYONE) =>
      keyedRequest(caller, method, key, content);
    const subject = (name: string): Caller => ({ kind: 'subject', subject: name, hash: '', scopes: new Set() });

    test("is its caller's: another's with the same content makes and changes on its own", async () => {
      const [ada, grace] = [subject('ada'), subject('grace')];
      const create = (caller: Caller) => repository.create(desk, keyed('CreateProduct', 'shared', desk, caller));
      const [first, second] = [await create(ada), await create(grace)];
      expect(first.id).not.toBe(second.id);
      expect(await create(ada)).toEqual(first);
      const rename = (caller: Caller) =>
        repository.update(first.id, { name: 'Oak' }, undefined, keyed('UpdateProduct', 'shared-2', first.id, caller));
      expect([await rename(ada), await rename(ada), await rename(grace)].map(({ version }) => version)).toEqual([
        2, 2, 3,
      ]);
      const archive = (caller: Caller) =>
        repository.archive(second.id, keyed('ArchiveProduct', 'shared-3', second.id, caller));
      expect([await archive(ada), await archive(grace)].map(({ version }) => version)).toEqual([2, 2]);
    });

    test('is known as long as it is kept', async () => {
      const create = () => repository.create(desk, keyed('CreateProduct', 'kept', desk));
      const first = await create();
      await afterDays(6.9);
      expect(await create()).toEqual(first);
      await afterDays(1);
      expect((await create()).id).not.toBe(first.id);
    });

    test('is forgotten no more at once than may be', async () => {
      for (const n of [1, 2, 3]) await repository.create(desk, keyed('CreateProduct', `few ${n}`, desk));
      await opened.makeOlder(8);
      // One batch right after the other, and none finds what the one before has deleted.
      expect(await opened.forgetKeys(7 * DAYS, 1)).toBe(1);
      expect(await opened.forgetKeys(7 * DAYS, 1)).toBe(1);
      expect(await opened.forgetKeys(7 * DAYS, 1_000)).toBeGreaterThan(0);
      expect(await opened.forgetKeys(7 * DAYS, 1_000)).toBe(0);
    });

    test('that was forgotten stands for another request, of another kind too', async () => {
      const first = await repository.create(desk, keyed('CreateProduct', 'again', desk));
      await afterDays(8);
      const other = { ...desk, name: 'Chair' };
      const second = await repository.create(other, keyed('CreateProduct', 'again', other));
      expect(second).toMatchObject({ name: 'Chair' });
      expect(second.id).not.toBe(first.id);
      await afterDays(8);
      expect(await repository.archive(first.id, keyed('ArchiveProduct', 'again', first.id))).toMatchObject({
        archived: true,
      });
    });

    test.each([
      ['the same change', 'Pine'],
      ['another change', 'Beech'],
    ])('that was forgotten stands for %s of the same product, which happens once', async (_what, name) => {
      const { id } = await repository.create(desk, undefined);
      const rename = (to: string, key: string) =>
        repository.update(id, { name: to }, undefined, keyed('UpdateProduct', key, { id, to }));
      await rename('Pine', `change to ${name}`);
      await rename('Ash', `between ${name}`);
      await afterDays(8);
      const answers = await Promise.all(Array.from({ length: 10 }, () => rename(name, `change to ${name}`)));
      expect(answers.map((product) => [product.name, product.version])).toEqual(answers.map(() => [name, 4]));
      expect(await repository.findMany('all', [id], WHOLE)).toMatchObject([{ name, version: 4 }]);
    });

    test('is forgotten beside those who use it, and none of them fails', async () => {
      const content = { ...desk, name: 'Busy' };
      const create = () => repository.create(content, keyed('CreateProduct', 'busy', content));
      const first = await create();
      await opened.makeOlder(8);
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 20 }, create)),
        opened.forgetKeys(7 * DAYS, 1_000),
      ]);
      const others = new Set(answers.map(({ id }) => id).filter((id) => id !== first.id));
      expect(others.size).toBeLessThanOrEqual(1);
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
