import { randomUUID } from 'node:crypto';
import { textContract } from '@commerce/testkit/texts/text-contract';
import { afterAll, beforeAll, describe } from 'vitest';
import { accountService } from '../client.ts';
import { type AccountDomain, startAccount } from './start-account.ts';

let domain: AccountDomain;
beforeAll(async () => {
  domain = await startAccount();
});
afterAll(() => domain.stop());

describe('the texts of the account core', () => {
  textContract({
    service: accountService,
    client: () => domain.client,
    requests: {
      CreateAccount: () => ({ name: 'Ada' }),
      UpdateAccount: async () => ({
        id: (await domain.client.createAccount({ name: 'Ada' })).account?.id,
        name: 'Ada',
      }),
      LinkAccount: async () => ({
        id: (await domain.client.createAccount({ name: 'Ada' })).account?.id,
        subject: `subject-${randomUUID()}`,
      }),
    },
    tokens: ['LinkAccount.subject', 'LinkAccount.currentSubject'],
  });
});
