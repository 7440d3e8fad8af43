import { coreVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { databaseVariables } from '@commerce/platform/config/variables';
import { type RunningCore, serveCore } from '@commerce/platform/grpc/serve-core';
import { openStore } from '@commerce/platform/postgres/store';
import { z } from 'zod';
import { feedbackService } from '../client.ts';
import { feedback } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createFeedbackRepository } from './repository.ts';
import { createFeedbackHandlers } from './server.ts';
import { createFeedbackService } from './service.ts';

export const coreVariables = z.object({ ...variablesOf(feedback), ...databaseVariables });

/** Wires the feedback core and starts it. In development it brings its database up to date first. */
export async function startCore(config: z.infer<typeof coreVariables>): Promise<RunningCore> {
  const store = openStore(feedback, config);
  const repository = createFeedbackRepository(new PrismaClient({ adapter: store.adapter }));
  const handlers = createFeedbackHandlers(createFeedbackService(repository));
  return await serveCore({ service: feedbackService, handlers, config, store });
}
