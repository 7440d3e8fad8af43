import { status, Server, ServerCredentials, Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { accountService } from '@commerce/account/client';
import { catalogService } from '@commerce/catalog/client';
import { orderService } from '@commerce/order/client';

/** The contracts of the cores. */
export const SERVICES = { account: accountService, catalog: catalogService, order: orderService };
export type CoreName = keyof typeof SERVICES;

/** An RPC that an operation needs, and its request's bytes in base64. */
export interface RecordedRpc {
  core: CoreName;
  rpc: string;
  request: string;
}

/** What each operation asks the cores for, by its name. */
export type RecordedOperations = Record<string, RecordedRpc[]>;

/**
 * Stands before a core, hands on what it is asked, and notes it.
 *
 * @param address the core's.
 * @returns its own address.
 */
export async function startRecorder(core: CoreName, address: string, note: (rpc: RecordedRpc) => void) {
  const client = new Client(address, credentials.createInsecure());
  const server = new Server();
  const same = (bytes: Buffer) => bytes;
  const { rpcs } = SERVICES[core];
  server.addService(
    Object.fromEntries(
      rpcs.map(({ name, method }) => [
        name,
        {
          ...method,
          requestStream: false,
          responseStream: false,
          requestSerialize: same,
          requestDeserialize: same,
          responseSerialize: same,
          responseDeserialize: same,
        },
      ]),
    ),
    Object.fromEntries(
      rpcs.map(({ name, method }) => [
        name,
        (
          { request }: { request: Buffer },
          answer: (error: Partial<ServiceError> | null, response?: Buffer) => void,
        ) => {
          note({ core, rpc: name, request: request.toString('base64') });
          client.makeUnaryRequest(method.path, same, same, request, (error, response) =>
            error ? answer({ code: error.code ?? status.UNKNOWN }) : answer(null, response),
          );
        },
      ]),
    ),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    stop() {
      server.forceShutdown();
      client.close();
    },
  };
}
