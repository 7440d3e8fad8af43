import { buildSchema } from '@apollo/federation-internals';
import { ANYONE, type Caller } from '@commerce/platform/auth/caller';
import { describe, expect, test, vi } from 'vitest';
import { permissionProblems } from '../../permissions/permission-problems.ts';
import { federate } from '../execution/federation.ts';
import { federateWithPermissions, refused, signedIn } from './asked-by.ts';

const shop = {
  shop: {
    sdl: `type Query { open: Int plan: Int @policy(policies: [["own", "paid"], ["staff"]]) again: Int @policy(policies: [["staff"]]) }`,
    resolvers: { Query: { open: () => 1, plan: () => 2, again: () => 3 } },
  },
};

describe('a policy', () => {
  test('is asked for what an operation needs it for, once, with its caller', async () => {
    const staff = vi.fn<(caller: Caller) => Promise<boolean>>(async () => true);
    const { ask } = federateWithPermissions(shop, new Map([['staff', staff]]));
    expect(await ask('{ open }', signedIn())).toEqual({ data: { open: 1 } });
    expect(await ask('{ again }', ANYONE)).toEqual({ data: { again: 3 } });
    expect(staff).not.toHaveBeenCalled();
    expect(await ask('{ open plan again more: again }', signedIn('a'))).toEqual({
      data: { open: 1, plan: 2, again: 3, more: 3 },
    });
    expect(staff.mock.calls).toEqual([[signedIn('a')]]);
  });

  test.each([
    [{ staff: true, own: false, paid: false }, true],
    [{ staff: false, own: true, paid: true }, true],
    [{ staff: false, own: true, paid: false }, false],
  ])('is one of several: %o', async (verdicts, isOpen) => {
    const { ask } = federateWithPermissions(
      shop,
      new Map(Object.entries(verdicts).map(([name, verdict]) => [name, () => verdict])),
    );
    const answer = await ask('{ plan }', signedIn());
    expect(answer.data).toEqual({ plan: isOpen ? 2 : null });
    expect(refused(answer)).toEqual(isOpen ? [] : [['FORBIDDEN', 'plan']]);
    expect(answer.errors?.[0]?.message ?? 'none').toBe(
      isOpen ? 'none' : 'Query.plan needs the policy own and paid or staff.',
    );
  });

  test('says yes by true alone, and what it throws fails the operation', async () => {
    const odd = new Map([['staff', () => 'yes' as unknown as boolean]]);
    expect((await federateWithPermissions(shop, odd).ask('{ again }', signedIn())).data).toEqual({ again: null });
    const failing = new Map([['staff', () => Promise.reject(new Error('down'))]]);
    await expect(federateWithPermissions(shop, failing).ask('{ again }', signedIn())).rejects.toThrow('down');
  });
});

describe('permissionProblems', () => {
  const problems = (fields: string, policies: string[] = []) => {
    const { supergraphSdl } = federate({ shop: { sdl: `type Query { ${fields} }` } });
    return permissionProblems(buildSchema(supergraphSdl), new Map(policies.map((name) => [name, () => true])));
  };

  test('names a policy that nobody wrote', () => {
    const fields = 'a: Int @policy(policies: [["known", "constructor"]])';
    expect(problems(fields, ['known', 'constructor'])).toEqual([]);
    expect(problems(fields, ['known'])).toEqual([
      '@policy on "Query.a": there is no policy "constructor". Write it in router/policies.ts, or name one that is there.',
    ]);
  });

  test.each(['[]', '[[]]', '[["a"], []]'])('names a directive that holds for everyone: %s', (lists) => {
    expect(problems(`a: Int @requiresScopes(scopes: ${lists})`)).toEqual([
      '@requiresScopes on "Query.a": it names no scope, so it would hold for everyone. Name one, or take it out.',
    ]);
  });
});
