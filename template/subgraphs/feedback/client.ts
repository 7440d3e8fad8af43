import { createClient, type UnaryClient } from '@commerce/platform/grpc/client';
import { loadService } from '@commerce/platform/grpc/proto';
import { feedback } from './domain.ts';
import type { FeedbackServiceDefinition } from './generated/proto/commerce/feedback/v1/FeedbackService.ts';

export type { CustomerNote__Output as CustomerNote } from './generated/proto/commerce/feedback/v1/CustomerNote.ts';

/** The feedback core's contract. */
export const feedbackService = loadService<FeedbackServiceDefinition>(feedback);

export type FeedbackClient = UnaryClient<FeedbackServiceDefinition>;

/** @param address of the feedback core: `host:port`. */
export function createFeedbackClient(address: string): FeedbackClient {
  return createClient(feedbackService, address);
}
