import { createClient, type UnaryClient } from '@commerce/platform/grpc/client';
import { loadService } from '@commerce/platform/grpc/proto';
import type { Certificates } from '@commerce/platform/tls/certificates';
import { example } from './domain.ts';
import type { ExampleServiceDefinition } from './generated/proto/commerce/example/v1/ExampleService.ts';

export type { CustomerNote__Output as CustomerNote } from './generated/proto/commerce/example/v1/CustomerNote.ts';

/** The example core's contract. */
export const exampleService = loadService<ExampleServiceDefinition>(example);

export type ExampleClient = UnaryClient<ExampleServiceDefinition>;

/** @param address of the example core: `host:port`. */
export const createExampleClient = (address: string, certificates?: Certificates): ExampleClient =>
  createClient(exampleService, address, certificates);
