import { type Callers, startCallers } from '@commerce/testkit/callers';
import { costOf } from '@commerce/testkit/cost';
import { outcomeOf, refusalOf, refusalTextOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccountDomain, startAccount } from './start-account.ts';

// Where nobody is asked who they are, everybody may do everything: the other tests are of that.

let callers: Callers;
let domain: AccountDomain;
let client: AccountDomain['client'];
/** The ids of Ada's account, of Grace's, and of one that is nobody's who signs in. */
let accounts: { ada: string; grace: string; shop: string };
beforeAll(async () => {
  callers = await startCallers();
  domain = await startAccount(callers.variables);
  ({ client } = domain);
  accounts = { ada: await open('ada'), grace: await open('grace'), shop: await open('accounts:write') };
});
afterAll(async () => {
  await domain.stop();
  await callers.stop();
});

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

async function open(who: string, requestId = ''): Promise<string> {
  const { account } = await callers.as(who, () => client.createAccount({ name: who, requestId }));
  return account?.id ?? '';
}

const nobody = { kind: 'Unauthenticated', reason: 'TOKEN_REQUIRED', fields: [] };
const STAFF = ['accounts:read', 'accounts:write', 'catalog:write', 'orders:read', 'orders:write'];

/** The accounts that a caller may read, by name. */
const READ: [who: string, names: string[]][] = [
  ['ada', ['ada']],
  ['grace', ['grace']],
  ['somebody without an account', []],
  ...STAFF.map((scope): [string, string[]] => [scope, scope === 'accounts:read' ? ['shop', 'grace', 'ada'] : []]),
];

describe.each(READ)('%s reads %j, and no other account', (who, names) => {
  const readable = () => names.map((name) => accounts[name as keyof typeof accounts]);
  const all = () => Object.values(accounts);

  test('GetAccount', async () => {
    const outcomes = await Promise.all(all().map((id) => outcomeOf(callers.as(who, () => client.getAccount({ id })))));
    expect(outcomes).toEqual(all().map((id) => (readable().includes(id) ? 'done' : 'NotFound')));
  });

  test('BatchGetAccounts', async () => {
    const { results } = await callers.as(who, () => client.batchGetAccounts({ ids: [...all(), UNKNOWN] }));
    expect(results.map(({ account }) => account?.id)).toEqual(
      [...all(), UNKNOWN].map((id) => (readable().includes(id) ? id : undefined)),
    );
    // Customers are told it of whatever they do not see, be it another's or nobody's; staff of another domain are not.
    const seesAll = who === 'accounts:read' || !STAFF.includes(who);
    expect(results.map(({ account, notFound }) => notFound === (seesAll && !account))).not.toContain(false);
  });

  test('ListAccounts, in pages of one', async () => {
    const list: string[] = [];
    let pageToken = '';
    do {
      const page = await callers.as(who, () => client.listAccounts({ pageSize: 1, pageToken }));
      list.push(...page.accounts.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(list.filter((id) => all().includes(id))).toEqual(readable());
    const { count } = await callers.as(who, () => client.countAccounts({}));
    expect(count).toBe(list.length);
  });

  test('GetMyAccount', async () => {
    const { account } = await callers.as(who, () => client.getMyAccount({}));
    const own = who === 'ada' || who === 'grace' ? accounts[who] : undefined;
    expect(account?.id).toBe(own);
    expect(account?.subject).toBe(own && who);
  });
});

describe.each([
  ['ada', ['ada']],
  ['somebody without an account', []],
  ...STAFF.map((scope): [string, string[]] => [scope, scope === 'accounts:write' ? ['ada', 'grace', 'shop'] : []]),
])('%s changes %j, and no other account', (who, names) => {
  test('UpdateAccount', async () => {
    const outcomes = Object.entries(accounts).map(async ([name, id]) => {
      const outcome = await outcomeOf(callers.as(who, () => client.updateAccount({ id, name: who })));
      const { account } = await callers.as('accounts:read', () => client.getAccount({ id }));
      return [name, outcome, account?.name === who];
    });
    const expected = Object.keys(accounts).map((name) =>
      names.includes(name) ? [name, 'done', true] : [name, 'NotFound', false],
    );
    expect(await Promise.all(outcomes)).toEqual(expected);
  });
});

test.each<[string, () => Promise<unknown>]>([
  ['CreateAccount', () => client.createAccount({ name: 'Nobody' })],
  ['GetAccount', () => client.getAccount({ id: accounts.ada })],
  ['GetAccount of an id that is none', () => client.getAccount({ id: 'nonsense' })],
  ['GetMyAccount', () => client.getMyAccount({})],
  ['BatchGetAccounts', () => client.batchGetAccounts({ ids: [accounts.ada] })],
  ['ListAccounts', () => client.listAccounts({})],
  ['CountAccounts', () => client.countAccounts({})],
  ['UpdateAccount', () => client.updateAccount({ id: accounts.ada, name: 'Nobody' })],
])('nobody may ask for %s', async (_rpc, call) => {
  expect(await refusalOf(callers.as('nobody', call))).toEqual(nobody);
});

test.each<[string, (id: string) => Promise<unknown>]>([
  ['GetAccount', (id) => client.getAccount({ id })],
  ['UpdateAccount', (id) => client.updateAccount({ id, name: 'Ada' })],
  ['UpdateAccount of a version', (id) => client.updateAccount({ id, name: 'Ada', expectedVersion: 99 })],
  ['UpdateAccount, once', (id) => client.updateAccount({ id, name: 'Ada', requestId: `once ${id}` })],
])("%s says of another's account what it says of none, and costs the same", async (_rpc, call) => {
  const answer = async (id: string) => {
    let text = '';
    const ask = () => callers.as('ada', () => call(id));
    const cost = await costOf(async () => (text = await refusalTextOf(ask(), id)));
    return { text, cost };
  };
  expect(await answer(accounts.grace)).toEqual(await answer(UNKNOWN));
});

describe('CreateAccount', () => {
  test("a subject opens one, their own, and gets it again for the same request's id alone", async () => {
    const id = await open('hedy', 'open');
    expect(await open('hedy', 'open')).toBe(id);
    const again = { kind: 'AlreadyExists', reason: 'ACCOUNT_EXISTS', fields: [] };
    expect(await refusalOf(open('hedy'))).toEqual(again);
    expect(await refusalOf(open('hedy', 'another'))).toEqual(again);
    expect((await callers.as('accounts:read', () => client.getAccount({ id }))).account).toMatchObject({
      subject: 'hedy',
    });
  });

  test('of ten at once one is opened', async () => {
    const opened = await Promise.allSettled(Array.from({ length: 10 }, () => open('joan')));
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('staff open as many as there are customers, and none for themselves', async () => {
    await open('accounts:write');
    const { account } = await callers.as('accounts:write', () => client.getMyAccount({}));
    expect(account).toBeNull();
  });

  test("another's request id and content are no way to their account", async () => {
    const requestId = 'guessed';
    const mary = await callers.as('mary', () => client.createAccount({ name: 'Mary', requestId }));
    const other = await callers.as('mallory', () => client.createAccount({ name: 'Mary', requestId }));
    expect(other.account?.id).not.toBe(mary.account?.id);
    expect(other.account?.subject).toBe('mallory');
  });
});

test("a customer's own account that was lost is an error, as another's is, and for staff of orders is null", async () => {
  const document = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Account { name } } }';
  const ask = async (who: string, id: string) =>
    await domain.graph.query(document, { r: [{ __typename: 'Account', id }] }, await callers.headers(who));
  for (const id of [UNKNOWN, accounts.grace]) {
    expect(await ask('ada', id)).toMatchObject({
      data: { _entities: [null] },
      errors: [{ message: `There is no account ${id}.`, extensions: { code: 'NOT_FOUND', reason: 'REFERENCE_LOST' } }],
    });
    expect(await ask('orders:read', id)).toEqual({ data: { _entities: [null] } });
  }
});

describe('me', () => {
  const ask = async (who: string, document = '{ me { id } }') =>
    await domain.graph.query(document, {}, await callers.headers(who));

  test('is the account of whoever asks, and null when they have none', async () => {
    expect(await ask('ada')).toEqual({ data: { me: { id: accounts.ada } } });
    expect(await ask('nobody in particular')).toEqual({ data: { me: null } });
  });

  test('is an error for nobody', async () => {
    expect(await ask('nobody')).toMatchObject({
      data: { me: null },
      errors: [{ path: ['me'], extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REQUIRED' } }],
    });
  });

  test('costs one RPC and one statement, under however many names', async () => {
    const document = '{ a: me { id } b: me { name } ...F } fragment F on Query { c: me { version } }';
    await ask('ada', document);
    const { rpcs, statements } = await costOf(() => ask('ada', document));
    expect({ rpcs, statements }).toEqual({ rpcs: { GetMyAccount: 1 }, statements: { account: 1 } });
  });
});
