import { type BadInput, CREATE_ACCOUNT, NUL, UNKNOWN, UPDATE_ACCOUNT } from './case.ts';

const create = { document: CREATE_ACCOUNT, path: ['createAccount'] };
const update = { document: UPDATE_ACCOUNT, path: ['updateAccount'] };
const connection = {
  document: 'query ($first: Int, $after: String) { accountsConnection(first: $first, after: $after) { nodes { id } } }',
  path: ['accountsConnection'],
};
const list = {
  document: 'query ($page: PaginationInput, $id: String) { accounts(pagination: $page, id: $id) { id } }',
  path: ['accounts'],
};

export const accountCases: BadInput[] = [
  { wrong: 'an empty name', ...create, variables: () => ({ name: '' }), fields: ['account.name'] },
  { wrong: 'a blank name', ...create, variables: () => ({ name: ' \t\n\u00a0' }), fields: ['account.name'] },
  { wrong: 'a name of 201 letters', ...create, variables: () => ({ name: 'a'.repeat(201) }), fields: ['account.name'] },
  { wrong: 'NUL in a name', ...create, variables: () => ({ name: NUL }), fields: ['account.name'] },
  {
    wrong: 'NUL in an idempotency key',
    ...create,
    variables: () => ({ name: 'Ada', key: NUL }),
    fields: ['idempotencyKey'],
  },
  {
    wrong: 'an empty idempotency key',
    ...create,
    variables: () => ({ name: 'Ada', key: '' }),
    fields: ['idempotencyKey'],
  },
  {
    wrong: 'a blank idempotency key',
    ...create,
    variables: () => ({ name: 'Ada', key: ' ' }),
    fields: ['idempotencyKey'],
  },
  {
    wrong: 'an idempotency key of 129 letters',
    ...create,
    variables: () => ({ name: 'Ada', key: 'k'.repeat(129) }),
    fields: ['idempotencyKey'],
  },
  {
    wrong: 'an idempotency key that stood for another account',
    ...create,
    variables: () => ({ name: 'Grace', key: 'used' }),
    code: 'ALREADY_EXISTS',
    reason: 'REQUEST_ID_REUSED',
    fields: ['idempotencyKey'],
  },
  {
    wrong: 'a blank new name',
    ...update,
    variables: ({ account }) => ({ id: account, name: ' ' }),
    fields: ['account.name'],
  },
  { wrong: 'an id that is no UUID', ...update, variables: () => ({ id: '42', name: 'Ada' }), fields: ['id'] },
  { wrong: 'NUL in an id', ...update, variables: () => ({ id: NUL, name: 'Ada' }), fields: ['id'] },
  {
    wrong: 'an unknown account',
    ...update,
    variables: () => ({ id: UNKNOWN, name: 'Ada' }),
    code: 'NOT_FOUND',
    fields: ['id'],
  },
  {
    wrong: 'a stale expectedVersion',
    ...update,
    variables: ({ account }) => ({ id: account, name: 'Grace', version: 7 }),
    code: 'CONFLICT',
    fields: ['expectedVersion'],
  },
  { wrong: 'an id that is no UUID', document: '{ account(id: "42") { id } }', path: ['account'], fields: ['id'] },
  { wrong: 'an id that is no UUID', ...list, variables: () => ({ id: 'ada' }), fields: ['id'] },
  { wrong: 'take -1', ...list, variables: () => ({ page: { take: -1 } }), fields: ['pagination.take'] },
  { wrong: 'skip -1', ...list, variables: () => ({ page: { skip: -1 } }), fields: ['pagination.skip'] },
  { wrong: 'skip 9,901', ...list, variables: () => ({ page: { skip: 9_901 } }), fields: ['pagination.skip'] },
  { wrong: 'first -1', ...connection, variables: () => ({ first: -1 }), fields: ['first'] },
  { wrong: 'a garbled cursor', ...connection, variables: () => ({ after: '%%%' }), fields: ['after'] },
  { wrong: 'NUL in a cursor', ...connection, variables: () => ({ after: NUL }), fields: ['after'] },
  {
    wrong: 'half a cursor',
    ...connection,
    variables: ({ cursors }) => ({ after: cursors.accounts.slice(0, 20) }),
    fields: ['after'],
  },
  {
    wrong: 'a cursor of another list',
    ...connection,
    variables: ({ cursors }) => ({ after: cursors.products }),
    fields: ['after'],
  },
];
