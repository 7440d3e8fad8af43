import type { AccountClient } from '@commerce/account/client';
import type { CatalogClient } from '@commerce/catalog/client';
import type { OrderClient } from '@commerce/order/client';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { UserError } from '@commerce/platform/errors/user-error';
import { toDecimal } from '@commerce/platform/values/money';
import pMap from 'p-map';
import { createSampleShop } from './sample-shop.ts';

export interface ShopClients {
  account: AccountClient;
  catalog: CatalogClient;
  order: OrderClient;
}

export interface SeedProgress {
  what: 'account' | 'product' | 'order';
  done: number;
  total: number;
}

/**
 * Loads the sample shop through the cores' own API. Each write has a request id that is the same in every run, so a
 * repeated run makes nothing twice, and completes one that was interrupted. What else the cores hold is left alone.
 *
 * @param onProgress is told of each write that is done.
 * @throws UserError that names the write that failed and says why.
 */
export async function seedShop(clients: ShopClients, onProgress: (progress: SeedProgress) => void): Promise<void> {
  const { account, catalog, order } = clients;
  const shop = createSampleShop();

  const accountIds = await writeAll('account', shop.accounts, onProgress, async ({ name }, requestId) => {
    const response = await account.createAccount({ name, requestId });
    return response.account?.id;
  });
  const productIds = await writeAll('product', shop.products, onProgress, async (product, requestId) => {
    const { name, description, priceInCents } = product;
    const price = toDecimal({ currencyCode: 'USD', amountMinor: BigInt(priceInCents) });
    const response = await catalog.createProduct({ name, description, price, requestId });
    return response.product?.id;
  });
  await writeAll('order', shop.orders, onProgress, async ({ account: buyer, lines }, requestId) => {
    const response = await order.createOrder({
      accountId: accountIds[buyer] ?? '',
      lines: lines.map(({ product, quantity }) => ({ productId: productIds[product] ?? '', quantity })),
      requestId,
    });
    return response.order?.id;
  });
}

const WRITES_AT_A_TIME = 8;

/** @returns the ids that the writes returned. */
async function writeAll<T>(
  what: SeedProgress['what'],
  items: readonly T[],
  onProgress: (progress: SeedProgress) => void,
  write: (item: T, requestId: string) => Promise<string | undefined>,
): Promise<string[]> {
  let done = 0;
  let failed = false;
  const writeOne = async (item: T, index: number) => {
    const requestId = `seed-${what}-${index + 1}`;
    try {
      const id = await write(item, requestId);
      if (id === undefined) throw new Error(`The answer to ${requestId} has no ${what}.`);
      done += 1;
      // Those under way when one failed end after whoever shows the progress has stopped.
      if (!failed) onProgress({ what, done, total: items.length });
      return id;
    } catch (error) {
      failed = true;
      throw explain(error, requestId);
    }
  };
  return await pMap(items, writeOne, { concurrency: WRITES_AT_A_TIME });
}

function explain(error: unknown, requestId: string): unknown {
  if (!(error instanceof DomainError)) return error;
  const remedy =
    error.kind === 'AlreadyExists'
      ? 'The shop holds a sample that another version made: delete its data, or do without a new sample.'
      : 'Seed again to go on from here.';
  return new UserError(`The sample shop is not complete: ${requestId} failed: ${error.message} ${remedy}`, error);
}
