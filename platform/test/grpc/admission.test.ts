import { afterEach, expect, test } from 'vitest';
import { DomainError } from '../../errors/domain-error.ts';
import { metrics } from '../../metrics.ts';
import { checkHealth } from '@commerce/testkit/grpc-calls';
import { patientClient } from '@commerce/testkit/patient-client';
import { type Accounts, startAccounts } from './start-accounts.ts';

let accounts: Accounts;
afterEach(() => accounts.stop());

test('a core refuses the calls that it has no room for, finishes those that it has taken on, and stays healthy', async () => {
  let end = (_response: object) => {};
  const ended = new Promise<object>((resolve) => (end = resolve));
  let begun = 0;
  accounts = await startAccounts({
    createAccount: () => {
      begun += 1;
      return ended;
    },
  });
  // The calls wait for each other.
  const client = patientClient(accounts.client);
  const shedBefore = await shed();
  const calls = Array.from({ length: 1_100 }, () =>
    client.createAccount({}).then(
      () => 'done',
      (error: unknown) => (error instanceof DomainError ? error.details.reason : error),
    ),
  );
  await expect.poll(async () => begun + (await shed()) - shedBefore).toBe(1_100);
  expect(begun).toBe(1_000);
  expect(await checkHealth(accounts.address, '')).toMatchObject({ code: 0, response: { status: 'SERVING' } });

  end({});
  const outcomes = await Promise.all(calls);
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1_000);
  expect(outcomes.filter((outcome) => outcome === 'OVERLOADED')).toHaveLength(100);
  expect(await client.createAccount({})).toEqual({ account: null });
});

async function shed(): Promise<number> {
  const counter = (await metrics.getMetricsAsJSON()).find(({ name }) => name === 'admission_shed_total');
  return counter?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}
