import { createAccountClient } from '@commerce/account/client';
import { createCatalogClient } from '@commerce/catalog/client';
import { coreVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { databaseVariables } from '@commerce/platform/config/variables';
import { type RunningCore, serveCore } from '@commerce/platform/grpc/serve-core';
import { openStore } from '@commerce/platform/postgres/store';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { corePart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { orderService } from '../client.ts';
import { order } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createNeighbours } from './neighbours.ts';
import { createOrderRepository } from './repository.ts';
import { createOrderHandlers } from './server.ts';
import { createOrderService } from './service.ts';

export const coreVariables = z.object({ ...variablesOf(order), ...databaseVariables });

/** Wires the order core and starts it. In development it brings its database up to date first. */
export async function startCore(config: z.infer<typeof coreVariables>): Promise<RunningCore> {
  const certificates = await openCertificates(config, corePart(order.name));
  const store = openStore(order, config);
  const db = new PrismaClient({ adapter: store.adapter });
  const accounts = createAccountClient(config.ACCOUNT_CORE, certificates);
  const catalog = createCatalogClient(config.CATALOG_CORE, certificates);
  const handlers = createOrderHandlers(
    createOrderService(createOrderRepository(db), createNeighbours(accounts, catalog)),
  );
  return await serveCore({
    domain: order,
    service: orderService,
    handlers,
    config,
    store: { ...store, warmUp: () => db.order.findFirst() },
    clients: [accounts, catalog],
    certificates,
  });
}
