import type { Caller } from '@commerce/platform/auth/caller';
import { beforeWriting } from '@commerce/platform/errors/before-writing';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import type { Count } from '@commerce/platform/lists/count';
import { type Lookup, toLookups } from '@commerce/platform/lists/lookup';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import { checkFilter } from './check-filter.ts';
import { type AskedOrder, checkOrder, mergeLines } from './check-order.ts';
import type { Neighbours } from './neighbours.ts';
import type { OrderFields, OrderFilter, ReadOrder } from './order.ts';
import { checkMayLink, checkMaySeeSales, mayChange, mayRead } from './policy.ts';
import { accountUnknown, priceOrder } from './price-order.ts';
import type { OrderRepository } from './repository.ts';

/** The rules for orders; the contract of each function is its RPC's, in order_service.proto. */
export type OrderService = ReturnType<typeof createOrderService>;

export function createOrderService(repository: OrderRepository, neighbours: Neighbours) {
  return {
    async createOrder(caller: Caller, input: AskedOrder): Promise<ReadOrder> {
      const reach = mayChange(caller);
      const asked = checkOrder(input);
      const { accountId, lines, idempotencyKey } = asked;
      const request = keyedRequest(caller, 'CreateOrder', idempotencyKey, { accountId, lines: mergeLines(lines) });
      // A retry gets its order even when a product has been archived since, or a neighbour is down.
      const placed = request && (await repository.findPlaced(reach, request));
      if (placed) return placed;
      const order = await beforeWriting(() => priceOrder(neighbours, reach, asked));
      return await repository.create(reach, order, request);
    },

    async getOrder(caller: Caller, id: string, fields: OrderFields): Promise<ReadOrder> {
      const reach = mayRead(caller);
      return await getById('order', id, (ids) => repository.findMany(reach, ids, fields));
    },

    async batchGetOrders(caller: Caller, ids: string[], fields: OrderFields): Promise<Lookup<ReadOrder>[]> {
      const reach = mayRead(caller);
      const read = (known: string[]) => repository.findMany(reach, known, fields);
      return toLookups(await batchById('ids', ids, read, (order) => order.id), reach === 'all');
    },

    async listOrders(
      caller: Caller,
      { filter, ...page }: PageRequest & { filter: OrderFilter },
      fields: OrderFields,
    ): Promise<Page<ReadOrder>> {
      const reach = mayRead(caller);
      const checked = checkAll((violations) => checkFilter(violations, filter));
      return await repository.list(reach, checked, checkPageRequest(page), fields);
    },

    async countOrders(caller: Caller, filter: OrderFilter): Promise<Count> {
      const reach = mayRead(caller);
      return await repository.count(
        reach,
        checkAll((violations) => checkFilter(violations, filter)),
      );
    },

    async batchListOrdersByAccount(
      caller: Caller,
      input: PageRequest & { accountIds: string[] },
      fields: OrderFields,
    ): Promise<Page<ReadOrder>[]> {
      const reach = mayRead(caller);
      const { accountIds, ...page } = checkPageRequest(input);
      const read = (ids: string[]) => repository.listByAccount(reach, ids, page, fields);
      const found = await batchById('accountIds', accountIds, read, ({ accountId }) => accountId);
      return found.map((list) => list?.page ?? { items: [], pageTokens: [], nextPageToken: '' });
    },

    async batchCountOrdersByAccount(caller: Caller, accountIds: string[]): Promise<(Count | undefined)[]> {
      const reach = mayRead(caller);
      const read = (ids: string[]) => repository.countByAccount(reach, ids);
      return await batchById('accountIds', accountIds, read, ({ accountId }) => accountId);
    },

    async batchGetUnitsSold(caller: Caller, productIds: string[]): Promise<bigint[]> {
      checkMaySeeSales(caller);
      const found = await batchById('productIds', productIds, repository.findUnitsSold, ({ productId }) => productId);
      return found.map((sold) => sold?.units ?? 0n);
    },

    async cancelOrder(caller: Caller, input: { id: string; idempotencyKey: string }): Promise<ReadOrder> {
      const reach = mayChange(caller);
      const id = checkUuid('id', input.id);
      const key = checkAll((violations) => checkIdempotencyKey(violations, input.idempotencyKey));
      return await repository.cancel(reach, id, keyedRequest(caller, 'CancelOrder', key, { id }));
    },

    async linkOrders(caller: Caller, input: { accountId: string; idempotencyKey: string }): Promise<number> {
      checkMayLink(caller);
      const accountId = checkUuid('accountId', input.accountId);
      const key = checkAll((violations) => checkIdempotencyKey(violations, input.idempotencyKey));
      const account = await beforeWriting(() => neighbours.findAccount(accountId));
      if (!account) throw accountUnknown(accountId);
      return await repository.link(accountId, account.subject, keyedRequest(caller, 'LinkOrders', key, { accountId }));
    },
  };
}
