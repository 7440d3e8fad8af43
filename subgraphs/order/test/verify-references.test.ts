import { costOf } from '@commerce/testkit/cost';
import { startCallers } from '@commerce/testkit/callers';
import { makeMany } from '@commerce/testkit/make-many';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOBODYS } from '../core/verify-references/check-sees-all.ts';
import { verifyReferences } from '../core/verify-references/verify-references.ts';
import { shopOf } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let shop: ReturnType<typeof shopOf>;
beforeAll(async () => {
  domain = await startOrder();
  shop = shopOf(domain);
  tellNobodys(domain);
});
afterAll(() => domain.stop());

function tellNobodys({ accounts, catalog }: OrderDomain): void {
  accounts.tell('Account', NOBODYS, null);
  catalog.tell('Product', NOBODYS, null);
}

/** What the command says, a line for each lost reference and one at the end. */
async function verify(variables: Record<string, string> = {}, { core, accounts, catalog } = domain): Promise<string[]> {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const cores = { ORDER_CORE: core.address, ACCOUNT_CORE: accounts.address, CATALOG_CORE: catalog.address };
  const end = await verifyReferences({ ...cores, ...variables }, { log, error: log }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'UserError') throw error;
    return `exit 1: ${error.message}`;
  });
  return [...lines, end];
}

describe('verify-references', () => {
  test('says that no order is there, and that nothing is lost', async () => {
    expect(await verify()).toEqual(['No reference is lost in 0 orders.']);
    await shop.createOrder(shop.newAccount(), [shop.newProduct(), shop.newArchived()].slice(0, 1));
    expect(await verify()).toEqual(['No reference is lost in 1 order.']);
  });

  test('names each account and each line whose product nothing has, over all pages', async () => {
    const [account, gone] = [shop.newAccount(), shop.newAccount()];
    const [lamp, lost] = [shop.newProduct(), shop.newProduct()];
    const first = await shop.createOrder(gone, [lamp]);
    await makeMany(101, () => shop.createOrder(account, [lamp]));
    const last = await shop.createOrder(gone, [lamp, lost]);
    domain.accounts.tell('Account', gone, null);
    domain.catalog.tell('Product', lost, null);
    expect(await verify()).toEqual([
      `order ${last.id}: there is no account ${gone}`,
      `order ${last.id}, line 2: there is no product ${lost}`,
      `order ${first.id}: there is no account ${gone}`,
      'exit 1: 3 lost in 104 orders.',
    ]);
  });

  test('asks once for a page, and reads no more of an order than it names', async () => {
    const { rpcs, statements } = await costOf(() => verify());
    expect(rpcs).toMatchObject({ ListOrders: 2, BatchGetAccounts: 3, BatchGetProducts: 3 });
    expect(statements).toEqual({ order: 3 });
  });

  test('says how far it came when a core cannot be reached', async () => {
    const [line = ''] = await verify({ CATALOG_CORE: '127.0.0.1:1' });
    expect(line).toMatch(
      /^exit 1: After 0 orders it cannot go on: The catalog service cannot be reached.* Run it again\.$/,
    );
  });
});

test('verify-references refuses a token that does not let it see every order, and names the scope', async () => {
  const callers = await startCallers();
  const asking = await startOrder(callers.variables);
  try {
    tellNobodys(asking);
    const tokenOf = async (who: string) => (await callers.headers(who))['authorization']?.replace('Bearer ', '') ?? '';
    expect(await verify({ TOKEN: await tokenOf('ada') }, asking)).toEqual([
      expect.stringMatching(/^exit 1: TOKEN .* it needs the scope orders:read\./),
    ]);
    expect(await verify({ TOKEN: await tokenOf('orders:read') }, asking)).toEqual([
      'No reference is lost in 0 orders.',
    ]);
    expect(await verify({}, asking)).toEqual([expect.stringContaining('needs a token')]);
  } finally {
    await asking.stop();
    await callers.stop();
  }
});
