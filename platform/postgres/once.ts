import { type KeyedRequest, idempotencyKeyReused } from '../values/keyed-request.ts';

/**
 * What an earlier request with the same key made or changed, if there was one.
 *
 * @throws DomainError AlreadyExists when it asked for something else.
 */
export async function findRequest(db: RawSql, request: KeyedRequest): Promise<string | undefined> {
  const [earlier] = await db.$queryRaw<EarlierRequest[]>`
    SELECT method, fingerprint, resource_id AS "resourceId" FROM requests WHERE id = ${request.key}`;
  if (!earlier) return undefined;
  if (earlier.method !== request.method || earlier.fingerprint !== request.fingerprint) throw idempotencyKeyReused();
  return earlier.resourceId;
}

/**
 * Writes once per idempotency key: in one transaction it claims the key in the `requests` table, whose primary key
 * lets one of many concurrent requests through and makes the others wait for its outcome, and then writes. A repeated
 * request writes nothing and reads what the first one made or changed.
 *
 * @param resourceId of what the request makes or changes.
 */
export async function once<Tx extends RawSql, T>(
  db: TransactionalDb<Tx>,
  request: KeyedRequest,
  resourceId: string,
  write: (tx: Tx) => Promise<T>,
  read: (tx: Tx, resourceId: string) => Promise<T>,
): Promise<T> {
  return await db.$transaction(async (tx) => {
    for (;;) {
      if (await claim(tx, request, resourceId)) return await write(tx);
      const earlier = await findRequest(tx, request);
      if (earlier !== undefined) return await read(tx, earlier);
      // Between the two it was deleted for its age: see delete-old-requests.ts.
    }
  }, TRANSACTION_OPTIONS);
}

/** The longest that a timer takes, in milliseconds: 24 days. */
const NO_LIMIT = 2 ** 31 - 1;

/**
 * For every transaction of a domain: Prisma sets it no limits of its own, whatever time a request is allowed. The wait for
 * a connection and each statement end with the request: see pool.ts.
 */
export const TRANSACTION_OPTIONS = { maxWait: NO_LIMIT, timeout: NO_LIMIT };

/** The part of a Prisma client that every domain's has alike. */
interface RawSql {
  $queryRaw<T>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}

interface TransactionalDb<Tx> {
  $transaction<T>(work: (tx: Tx) => Promise<T>, options: typeof TRANSACTION_OPTIONS): Promise<T>;
}

interface EarlierRequest {
  method: string;
  fingerprint: string;
  resourceId: string;
}

async function claim(tx: RawSql, { key, method, fingerprint }: KeyedRequest, resourceId: string): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO requests (id, method, fingerprint, resource_id)
    VALUES (${key}, ${method}, ${fingerprint}, ${resourceId}::uuid) ON CONFLICT (id) DO NOTHING`;
  return inserted === 1;
}
