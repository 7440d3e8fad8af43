import { describe, expect, test } from 'vitest';
import { collectViolations } from '../../values/violations.ts';
import { refusalOf } from '@commerce/testkit/refusal';

describe('violations', () => {
  test.each([
    ['one reason, which all share', ['EMPTY', 'EMPTY'], 'EMPTY'],
    ['different reasons', ['EMPTY', 'TOO_LONG'], undefined],
    ['a reason that one of them lacks', ['EMPTY', undefined], undefined],
  ])('with %s make one error with all fields', async (_what, reasons, reason) => {
    const violations = collectViolations();
    for (const [index, each] of reasons.entries()) violations.add(`lines[${index}]`, 'must not be', each);
    const thrown = await refusalOf((async () => violations.throwIfAny())());
    expect(thrown).toEqual({ kind: 'InvalidArgument', ...(reason && { reason }), fields: ['lines[0]', 'lines[1]'] });
  });

  test('that are none make no error', () => {
    expect(() => collectViolations().throwIfAny()).not.toThrow();
  });
});
