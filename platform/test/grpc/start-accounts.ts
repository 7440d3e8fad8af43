import { resolve } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { OPEN } from '../../auth/authenticate.ts';
import type { DomainError } from '../../errors/domain-error.ts';
import { createClient, type UnaryClient } from '../../grpc/client.ts';
import { loadService } from '../../grpc/proto.ts';
import { startGrpcServer, type UnaryHandlers } from '../../grpc/server.ts';

/** As much of the account service as these tests call: a read and a write. */
interface AccountService extends ServiceDefinition {
  GetAccount: MethodDefinition<{ id?: string }, { account?: object }, { id: string }, { account: object | null }>;
  CreateAccount: MethodDefinition<
    { name?: string; requestId?: string },
    { account?: object },
    { name: string; requestId: string },
    { account: object | null }
  >;
}

export const accountService = loadService<AccountService>({
  name: 'account',
  serviceName: 'commerce.account.v1.AccountService',
  protoFile: 'commerce/account/v1/account_service.proto',
  protosFolder: resolve(import.meta.dirname, '../../../protos'),
});

/** A server that answers as the test says, and a client of it, over a port of their own. */
export interface Accounts {
  client: UnaryClient<AccountService>;
  address: string;
  /** What its health service says. */
  setServing(serving: boolean): void;
  /** Ends the server alone. */
  stopServer(limitMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startAccounts(
  handlers: Partial<UnaryHandlers<AccountService>>,
  toDomainError: (error: unknown) => DomainError | undefined = () => undefined,
  port = 0,
  authentication = OPEN,
): Promise<Accounts> {
  const server = await startGrpcServer({
    service: accountService,
    handlers: { getAccount: async () => ({}), createAccount: async () => ({}), ...handlers },
    host: '127.0.0.1',
    port,
    toDomainError,
    authentication,
  });
  const address = `127.0.0.1:${server.port}`;
  const client = createClient(accountService, address);
  return {
    client,
    address,
    setServing: server.setServing,
    stopServer: (limitMs) => server.stop(limitMs),
    async stop() {
      client.close();
      await server.stop();
    },
  };
}
