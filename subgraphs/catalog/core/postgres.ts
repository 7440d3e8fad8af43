import { changeRefused, unknownEntity } from '@commerce/platform/errors/entity-errors';
import { once, TRANSACTION_OPTIONS } from '@commerce/platform/postgres/once';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { newId } from '@commerce/platform/values/uuid';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import {
  changedColumns,
  newColumns,
  PRODUCT_COLUMNS,
  PRODUCT_ROW,
  productQuery,
  type ProductRow,
  toProduct,
} from './postgres-row.ts';
import { createPostgresFinder } from './postgres-find.ts';
import { writeSearchTerms } from './postgres-search.ts';
import { countProducts, findProducts } from './product-finder.ts';
import type { Product } from './product.ts';
import type { ProductRepository } from './repository.ts';

/** Stores products in PostgreSQL, and finds them with its full-text search. */
export function createPostgresRepository(db: PrismaClient): ProductRepository {
  /**
   * A product and the terms it is found by are written together or not at all. The product is written first, always: so
   * two writers cannot wait for each other, one for a product and the other for a word.
   */
  const inTransaction = (
    id: string,
    request: KeyedRequest | undefined,
    write: (tx: Transaction) => Promise<Product>,
  ) => (request ? once(db, request, id, write, read) : db.$transaction(write, TRANSACTION_OPTIONS));

  const finder = createPostgresFinder(db);

  return {
    create(product, request) {
      const id = newId();
      return inTransaction(id, request, async (tx) => {
        const row = await tx.product.create({ data: { id, ...newColumns(product) }, ...PRODUCT_ROW });
        await writeSearchTerms(tx, [row]);
        return toProduct(row);
      });
    },

    async findMany(sight, ids, fields) {
      const where = { id: { in: ids }, ...(sight === 'for sale' && { archived: false }) };
      const rows = await db.product.findMany({ where, ...productQuery(fields) });
      return rows.map((row) => toProduct(row));
    },

    find: (asked, page, fields) => findProducts(finder, asked, page, fields),
    count: (asked) => countProducts(finder, asked),

    update: (id, change, expectedVersion, request) =>
      inTransaction(id, request, async (tx) => {
        const set = typeof change === 'function' ? change(await lock(tx, id)) : change;
        const [changed] = await tx.product.updateManyAndReturn({
          where: { id, ...(expectedVersion !== undefined && { version: expectedVersion }) },
          data: { ...changedColumns(set), version: { increment: 1 } },
          ...PRODUCT_ROW,
        });
        if (!changed) throw changeRefused('product', id, await find(tx, id));
        if (set.name !== undefined || set.description !== undefined) await writeSearchTerms(tx, [changed]);
        return toProduct(changed);
      }),

    archive: (id, request) =>
      inTransaction(id, request, async (tx) => {
        const [changed] = await tx.product.updateManyAndReturn({
          where: { id, archived: false },
          data: { archived: true, version: { increment: 1 } },
          ...PRODUCT_ROW,
        });
        return changed ? toProduct(changed) : await read(tx, id);
      }),
  };
}

type Transaction = Prisma.TransactionClient;

function find(tx: Transaction, id: string): Promise<ProductRow | null> {
  return tx.product.findFirst({ where: { id }, ...PRODUCT_ROW });
}

async function read(tx: Transaction, id: string): Promise<Product> {
  const row = await find(tx, id);
  if (!row) throw unknownEntity('product', id);
  return toProduct(row);
}

/** The product as it stays until the transaction ends. */
async function lock(tx: Transaction, id: string): Promise<Product> {
  const [row] = await tx.$queryRaw<ProductRow[]>`
    SELECT ${PRODUCT_COLUMNS} FROM products WHERE id = ${id}::uuid FOR UPDATE`;
  if (!row) throw unknownEntity('product', id);
  return toProduct(row);
}
