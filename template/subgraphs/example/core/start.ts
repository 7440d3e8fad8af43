import { coreVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { databaseVariables } from '@commerce/platform/config/variables';
import { type RunningCore, serveCore } from '@commerce/platform/grpc/serve-core';
import { openStore } from '@commerce/platform/postgres/store';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { corePart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { exampleService } from '../client.ts';
import { example } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createExampleRepository } from './repository.ts';
import { createExampleHandlers } from './server.ts';
import { createExampleService } from './service.ts';

export const coreVariables = z.object({ ...variablesOf(example), ...databaseVariables });

/** Wires the example core and starts it. In development it brings its database up to date first. */
export async function startCore(config: z.infer<typeof coreVariables>): Promise<RunningCore> {
  const certificates = await openCertificates(config, corePart(example.name));
  const store = openStore(example, config);
  const db = new PrismaClient({ adapter: store.adapter });
  const warmStore = { ...store, warmUp: () => db.customerNote.findFirst() };
  const handlers = createExampleHandlers(createExampleService(createExampleRepository(db)));
  return await serveCore({
    domain: example,
    service: exampleService,
    handlers,
    config,
    store: warmStore,
    certificates,
  });
}
