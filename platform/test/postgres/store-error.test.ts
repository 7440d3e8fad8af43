import { expect, test } from 'vitest';
import { deadlineExceeded } from '../../errors/domain-error.ts';
import { createPool } from '../../postgres/pool.ts';
import { storeError } from '../../postgres/store-error.ts';

const meaning = storeError('The account store');
const coded = (code: string, message = 'at 10.0.0.7') => Object.assign(new Error(message), { code });

test.each([
  ['a statement that ran out of time', coded('57014'), 'DeadlineExceeded'],
  [
    'the same as Prisma wraps it',
    { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '57014' } } } },
    'DeadlineExceeded',
  ],
  ['a refused connection', coded('ECONNREFUSED'), 'Unavailable'],
  ['a reset connection', coded('ECONNRESET'), 'Unavailable'],
  ['an unknown host', coded('ENOTFOUND'), 'Unavailable'],
  ['a broken pipe', coded('EPIPE'), 'Unavailable'],
  ['Prisma that cannot reach it', coded('P1001'), 'Unavailable'],
  ['Prisma without a free connection', coded('P2024'), 'Unavailable'],
  ['Prisma that cannot begin a transaction', coded('P2028'), 'Unavailable'],
  ['a connection that failed', coded('08006'), 'Unavailable'],
  [
    'a raw query of Prisma that cannot reach it',
    { code: 'P2010', meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } } },
    'Unavailable',
  ],
  ['too many connections', coded('53300'), 'Unavailable'],
  ['a server that shuts down', coded('57P01'), 'Unavailable'],
  [
    'a cause within a cause',
    new Error('outer', { cause: new Error('inner', { cause: coded('57P03') }) }),
    'Unavailable',
  ],
  ['a transaction that waited too long for its client', coded('25P03'), 'Unavailable'],
  ['a wait for a lock that took too long', coded('55P03'), 'Unavailable'],
  ['a deadlock', coded('40P01'), 'Unavailable'],
  ['a database that takes no writes', coded('25006'), 'Unavailable'],
  [
    'a connection that broke before',
    new Error('Client has encountered a connection error and is not queryable'),
    'Unavailable',
  ],
  ['what pg says in words', new Error('Connection terminated unexpectedly'), 'Unavailable'],
  ['pg without a free connection', new Error('timeout exceeded when trying to connect'), 'Unavailable'],
])('%s', (_what, error, kind) => {
  expect(meaning(error)).toMatchObject({ kind, cause: error });
  expect(meaning(error)?.message).not.toContain('10.0.0.7');
});

test.each([
  ['a unique violation', coded('23505')],
  ['a syntax error', coded('42601')],
  ['a missing row', coded('P2025')],
  ['a numeric code', { code: 53300 }],
  ['an error without a code', new TypeError('x is undefined')],
  ['a text', 'ECONNREFUSED'],
  ['nothing', undefined],
  ['null', null],
])('%s is a defect of ours', (_what, error) => {
  expect(meaning(error)).toBeUndefined();
});

test('what the pool itself ended a statement with stays what it is, however it is wrapped', () => {
  const own = deadlineExceeded();
  expect(meaning({ code: 'P2010', meta: { driverAdapterError: { cause: own } } })).toBe(own);
});

test('an error that causes itself comes to an end', () => {
  const error: Error = new Error('round');
  error.cause = error;
  expect(meaning(error)).toBeUndefined();
});

test('a database that is not there is a store that cannot be reached', async () => {
  const pool = createPool({ store: 'account', url: 'postgresql://127.0.0.1:1/account', size: 1 });
  const error: unknown = await pool.query('SELECT 1').catch((failure: unknown) => failure);
  await pool.end();
  expect(meaning(error)).toMatchObject({
    kind: 'Unavailable',
    message: 'The account store cannot be reached; retry later.',
    details: { retryAfterMs: 1_000 },
  });
});
