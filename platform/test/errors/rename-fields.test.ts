import { expect, test } from 'vitest';
import { DomainError, invalidArgument } from '../../errors/domain-error.ts';
import { renameFields } from '../../errors/rename-fields.ts';

const names = { name: 'account.name', 'lines[].productId': 'order.products[].id', 'a[].b[].c': 'x[].y[].z' };

/** What a client of the graph gets of a core's error. */
async function renamed(error: unknown): Promise<unknown> {
  try {
    return await renameFields(names, async () => {
      throw error;
    });
  } catch (thrown) {
    return thrown;
  }
}

test.each([
  ['name', 'account.name'],
  ['lines[17].productId', 'order.products[17].id'],
  ['a[1].b[2].c', 'x[1].y[2].z'],
  ['lines[0].quantity', 'lines[0].quantity'],
  ['toString', 'toString'],
])('the field %s becomes %s, in the message too', async (field, expected) => {
  expect(await renamed(invalidArgument([{ field, description: 'must be' }], 'WHY'))).toMatchObject({
    kind: 'InvalidArgument',
    message: `${expected} must be`,
    details: { reason: 'WHY', fieldViolations: [{ field: expected, description: 'must be' }] },
  });
});

test('a refusal of another kind whose message is made of its fields is told in the new names as well', async () => {
  const fieldViolations = [
    { field: 'name', description: 'is taken' },
    { field: 'other', description: 'is too' },
  ];
  const refusal = new DomainError('AlreadyExists', 'name is taken; other is too', { reason: 'WHY', fieldViolations });
  expect(await renamed(refusal)).toMatchObject({
    kind: 'AlreadyExists',
    message: 'account.name is taken; other is too',
    details: { reason: 'WHY', fieldViolations: [{ field: 'account.name' }, { field: 'other' }] },
  });
});

test('any other refusal keeps its kind, message, reason and cause', async () => {
  const cause = new Error('why');
  const fieldViolations = [{ field: 'name', description: 'It is gone.' }];
  const details = { reason: 'GONE', retryAfterMs: 5, fieldViolations };
  expect(await renamed(new DomainError('NotFound', 'It is gone.', { ...details, cause }))).toMatchObject({
    kind: 'NotFound',
    message: 'It is gone.',
    cause,
    details: { ...details, fieldViolations: [{ field: 'account.name', description: 'It is gone.' }] },
  });
});

test('results, errors without fields, and what is no DomainError pass', async () => {
  expect(await renameFields(names, async () => 'result')).toBe('result');
  for (const error of [new TypeError('x'), new DomainError('Unavailable', 'Down.')]) {
    expect(await renamed(error)).toBe(error);
  }
});
