import { join } from 'node:path';
import { createAccountClient } from '@commerce/account/client';
import { createCatalogClient } from '@commerce/catalog/client';
import { databaseVariables, grpcAddress, port, processVariables } from '@commerce/platform/config/variables';
import { openStore } from '@commerce/platform/postgres/store';
import { type RunningCore, startCore } from '@commerce/platform/process/start-core';
import { z } from 'zod';
import { orderService } from '../client.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createNeighbours } from './neighbours.ts';
import { createOrderRepository } from './repository.ts';
import { createOrderHandlers } from './server.ts';
import { createOrderService } from './service.ts';

export const orderCoreVariables = z.object({
  ...processVariables,
  ...databaseVariables,
  GRPC_PORT: port.default(50_053),
  HEALTH_PORT: port.default(9_003),
  ACCOUNT_CORE: grpcAddress.default('127.0.0.1:50051'),
  CATALOG_CORE: grpcAddress.default('127.0.0.1:50052'),
});

/** Wires the order core and starts it. In development it brings its database up to date first. */
export async function startOrderCore(config: z.infer<typeof orderCoreVariables>): Promise<RunningCore> {
  const store = openStore('order', join(import.meta.dirname, 'prisma'), config);
  const repository = createOrderRepository(new PrismaClient({ adapter: store.adapter }));
  const accounts = createAccountClient(config.ACCOUNT_CORE);
  const catalog = createCatalogClient(config.CATALOG_CORE);
  return await startCore({
    name: 'order',
    service: orderService,
    handlers: createOrderHandlers(createOrderService(repository, createNeighbours(accounts, catalog))),
    config,
    // It does not wait for its neighbours: while they are down, orders can still be read and cancelled.
    store,
    close() {
      accounts.close();
      catalog.close();
    },
  });
}
