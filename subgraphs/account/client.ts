import { createClient, type UnaryClient } from '@commerce/platform/grpc/client';
import { loadService } from '@commerce/platform/grpc/proto';
import type { Certificates } from '@commerce/platform/tls/certificates';
import { account } from './domain.ts';
import type { AccountServiceDefinition } from './generated/proto/commerce/account/v1/AccountService.ts';

export type { Account__Output as Account } from './generated/proto/commerce/account/v1/Account.ts';

/** The account core's contract. */
export const accountService = loadService<AccountServiceDefinition>(account);

export type AccountClient = UnaryClient<AccountServiceDefinition>;

/** @param address of the account core: `host:port`. */
export const createAccountClient = (address: string, certificates?: Certificates): AccountClient =>
  createClient(accountService, address, certificates);
