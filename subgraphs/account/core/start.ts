import { coreVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { databaseVariables } from '@commerce/platform/config/variables';
import { type RunningCore, serveCore } from '@commerce/platform/grpc/serve-core';
import { openStore } from '@commerce/platform/postgres/store';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { corePart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { accountService } from '../client.ts';
import { account } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createAccountRepository } from './repository.ts';
import { createAccountHandlers } from './server.ts';
import { createAccountService } from './service.ts';

export const coreVariables = z.object({ ...variablesOf(account), ...databaseVariables });

/** Wires the account core and starts it. In development it brings its database up to date first. */
export async function startCore(config: z.infer<typeof coreVariables>): Promise<RunningCore> {
  const certificates = await openCertificates(config, corePart(account.name));
  const store = openStore(account, config);
  const db = new PrismaClient({ adapter: store.adapter });
  const warmStore = { ...store, warmUp: () => db.account.findFirst() };
  const handlers = createAccountHandlers(createAccountService(createAccountRepository(db)));
  return await serveCore({
    domain: account,
    service: accountService,
    handlers,
    config,
    store: warmStore,
    certificates,
  });
}
