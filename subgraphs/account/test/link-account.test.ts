import { type Callers, startCallers } from '@commerce/testkit/callers';
import { outcomeOf, refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccountDomain, startAccount } from './start-account.ts';

// A customer who was imported has an account that is nobody's who signs in, until staff make it theirs.

let callers: Callers;
let domain: AccountDomain;
let client: AccountDomain['client'];
beforeAll(async () => {
  callers = await startCallers();
  domain = await startAccount(callers.variables);
  ({ client } = domain);
});
afterAll(async () => {
  await domain.stop();
  await callers.stop();
});

const STAFF = 'accounts:write';
const UNKNOWN = '01890000-0000-7000-8000-000000000000';

/** @param who opens it: of what staff open nobody is the owner. */
async function open(who = STAFF): Promise<string> {
  const { account } = await callers.as(who, () => client.createAccount({ name: 'Imported' }));
  return account?.id ?? '';
}

const link = (request: Parameters<typeof client.linkAccount>[0], who = STAFF) =>
  callers.as(who, () => client.linkAccount(request));
const ownOf = async (who: string) => (await callers.as(who, () => client.getMyAccount({}))).account?.id;

test("an account that is nobody's is made a subject's, who then has it", async () => {
  const id = await open();
  const { account } = await link({ id, subject: 'new' });
  expect(account).toMatchObject({ id, subject: 'new', version: 2 });
  expect(await ownOf('new')).toBe(id);
});

test('doing it again changes nothing, with the same request id or without', async () => {
  const id = await open();
  for (const requestId of ['', 'once', 'once']) {
    const { account } = await link({ id, subject: 'again', requestId });
    expect(account).toMatchObject({ subject: 'again', version: 2 });
  }
  const other = { kind: 'AlreadyExists', reason: 'REQUEST_ID_REUSED', fields: ['requestId'] };
  expect(await refusalOf(link({ id, subject: 'other', requestId: 'once' }))).toEqual(other);
});

test('whoever signs in as another subject keeps the account, and the one before has it no longer', async () => {
  const id = await open('moving');
  await link({ id, subject: 'moved', currentSubject: 'moving' });
  expect([await ownOf('moved'), await ownOf('moving')]).toEqual([id, undefined]);
  expect(await outcomeOf(callers.as('moving', () => client.getAccount({ id })))).toBe('NotFound');
});

test.each([
  ['nobody is named', undefined],
  ['another is named', 'mallory'],
  ['nothing is named', ''],
])("an account that is somebody's stays theirs, where %s", async (_, currentSubject) => {
  const id = await open(`owner ${currentSubject}`);
  const refused = { kind: 'FailedPrecondition', reason: 'ACCOUNT_LINKED', fields: ['currentSubject'] };
  expect(
    await refusalOf(link({ id, subject: 'taker', ...(currentSubject !== undefined && { currentSubject }) })),
  ).toEqual(refused);
  expect(await ownOf(`owner ${currentSubject}`)).toBe(id);
});

test.each(['', 'key'])('a subject has one account, with the request id "%s"', async (requestId) => {
  const who = `has-one-${requestId}`;
  const own = await open(who);
  const refused = { kind: 'AlreadyExists', reason: 'SUBJECT_HAS_ACCOUNT', fields: ['subject'] };
  expect(await refusalOf(link({ id: await open(), subject: who, requestId }))).toEqual(refused);
  expect(await ownOf(who)).toBe(own);
});

test.each([
  ['an account that is not there', { id: UNKNOWN, subject: 'x' }, 'NotFound', ['id']],
  ['an id that is none', { id: 'nonsense', subject: 'x' }, 'InvalidArgument', ['id']],
  ['a blank subject', { id: UNKNOWN, subject: ' ' }, 'InvalidArgument', ['subject']],
  ['one that is longer than in a token', { id: UNKNOWN, subject: 'x'.repeat(256) }, 'InvalidArgument', ['subject']],
])('%s is refused', async (_, request, kind, fields) => {
  expect(await refusalOf(link(request))).toMatchObject({ kind, fields });
});

test.each([
  ['mallory', 'Forbidden SCOPE_REQUIRED'],
  ['accounts:read', 'Forbidden SCOPE_REQUIRED'],
  ['nobody', 'Unauthenticated TOKEN_REQUIRED'],
])('%s links nothing, an own account neither', async (who, outcome) => {
  const id = await open();
  expect(await outcomeOf(link({ id, subject: who }, who))).toBe(outcome);
  expect(await outcomeOf(link({ id: UNKNOWN, subject: who }, who))).toBe(outcome);
});

test('staff who may read accounts are told whose they are', async () => {
  const id = await open();
  await link({ id, subject: 'told' });
  const document = 'query ($id: ID!) { account(id: $id) { subject } }';
  expect(await domain.graph.query(document, { id }, await callers.headers('accounts:read'))).toEqual({
    data: { account: { subject: 'told' } },
  });
});
