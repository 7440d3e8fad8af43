import { conflict, notFound } from '@commerce/platform/errors/domain-error';
import { toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { once, TRANSACTION_OPTIONS } from '@commerce/platform/postgres/once';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { changedColumns, columnsOf, PRODUCT_COLUMNS, toProduct } from './postgres-row.ts';
import { addSearchWords, searchProducts } from './postgres-search.ts';
import type { Product } from './product.ts';
import type { ProductRepository } from './repository.ts';

/** Stores products in PostgreSQL, and finds them with its full-text search. */
export function createPostgresRepository(db: PrismaClient): ProductRepository {
  /** A product and the words it is found by are written together or not at all. */
  const inTransaction = (
    id: string,
    request: KeyedRequest | undefined,
    write: (tx: Transaction) => Promise<Product>,
  ) => (request ? once(db, request, id, write, read) : db.$transaction(write, TRANSACTION_OPTIONS));

  return {
    create(product, request) {
      const id = newId();
      return inTransaction(id, request, async (tx) => {
        await addSearchWords(tx, product);
        return toProduct(await tx.product.create({ data: { id, ...columnsOf(product) }, select: PRODUCT_COLUMNS }));
      });
    },

    async findMany(ids) {
      const rows = await db.product.findMany({ where: { id: { in: ids } }, select: PRODUCT_COLUMNS });
      return rows.map(toProduct);
    },

    async list({ pageSize, pageToken, skip }) {
      const rows = await db.product.findMany({
        where: { archived: false, ...whereAfter(LIST, pageToken) },
        orderBy: newestFirst,
        skip,
        take: pageSize + 1,
        select: PRODUCT_COLUMNS,
      });
      return toPage(rows.map(toProduct), pageSize, (product) => tokenAfter(LIST, product));
    },

    search: (query, page) => searchProducts(db, query, page),

    update: (id, change, expectedVersion, request) =>
      inTransaction(id, request, async (tx) => {
        await addSearchWords(tx, change);
        const [changed] = await tx.product.updateManyAndReturn({
          where: { id, ...(expectedVersion !== undefined && { version: expectedVersion }) },
          data: { ...changedColumns(change), version: { increment: 1 } },
          select: PRODUCT_COLUMNS,
        });
        return changed ? toProduct(changed) : await explainMiss(tx, id);
      }),

    archive: (id, request) =>
      inTransaction(id, request, async (tx) => {
        const [changed] = await tx.product.updateManyAndReturn({
          where: { id, archived: false },
          data: { archived: true, version: { increment: 1 } },
          select: PRODUCT_COLUMNS,
        });
        return changed ? toProduct(changed) : await read(tx, id);
      }),
  };
}

type Transaction = Prisma.TransactionClient;

const LIST = 'products';

async function read(tx: Transaction, id: string): Promise<Product> {
  const row = await tx.product.findUnique({ where: { id }, select: PRODUCT_COLUMNS });
  if (!row) throw notFound({ field: 'id', description: `There is no product ${id}.` });
  return toProduct(row);
}

/** Why an update changed nothing: the product is not there, or it is at another version. */
async function explainMiss(tx: Transaction, id: string): Promise<never> {
  const { version } = await read(tx, id);
  throw conflict({
    field: 'expectedVersion',
    description: `The product has version ${version} now; read it again before you change it.`,
  });
}
