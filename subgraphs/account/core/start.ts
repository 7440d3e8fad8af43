import { join } from 'node:path';
import { databaseVariables, port, processVariables } from '@commerce/platform/config/variables';
import { openStore } from '@commerce/platform/postgres/store';
import { type RunningCore, startCore } from '@commerce/platform/process/start-core';
import { z } from 'zod';
import { accountService } from '../client.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createAccountRepository } from './repository.ts';
import { createAccountHandlers } from './server.ts';
import { createAccountService } from './service.ts';

export const accountCoreVariables = z.object({
  ...processVariables,
  ...databaseVariables,
  GRPC_PORT: port.default(50_051),
  HEALTH_PORT: port.default(9_001),
});

/** Wires the account core and starts it. In development it brings its database up to date first. */
export async function startAccountCore(config: z.infer<typeof accountCoreVariables>): Promise<RunningCore> {
  const store = openStore('account', join(import.meta.dirname, 'prisma'), config);
  const repository = createAccountRepository(new PrismaClient({ adapter: store.adapter }));
  return await startCore({
    name: 'account',
    store,
    service: accountService,
    handlers: createAccountHandlers(createAccountService(repository)),
    config,
  });
}
