import type { ServiceDefinition } from '@grpc/grpc-js';
import { OPEN } from '@commerce/platform/auth/authenticate';
import type { LoadedService } from '@commerce/platform/grpc/proto';
import { startGrpcServer, type UnaryHandlers } from '@commerce/platform/grpc/server';
import { hostPort } from '@commerce/platform/process/host-port';
import type { Running } from '@commerce/platform/process/run-process';
import { disturb, type Disturbance } from './disturbance.ts';
import type { Given } from './made-up-message.ts';
import { readProto } from './read-proto.ts';
import { rpcAnswers } from './rpc-answers.ts';

export interface CoreStandIn extends Running {
  /** Where it listens: `host:port`. */
  address: string;
  /**
   * Says what an entity is, instead of what would be made up of it.
   *
   * @param message its name in the proto: "Account".
   * @param fields some of its fields, as the loader writes them; null: nobody has this id.
   * @throws Error for a message or a field that the proto does not have.
   */
  tell(message: string, id: string, fields: Given | null): void;
}

/**
 * Serves a core's contract without the core: each RPC is answered with a message made from the proto alone. Every id
 * exists, and the same id always has the same values. What a request says of an entity, the response says too; nothing
 * is kept.
 */
export async function startCoreStandIn<Definition extends ServiceDefinition>(options: {
  service: LoadedService<Definition>;
  host?: string;
  port?: number;
  disturbance?: Disturbance;
}): Promise<CoreStandIn> {
  const { service, host = '127.0.0.1', port = 0, disturbance = {} } = options;
  const told = new Map<string, Given | null>();
  const proto = readProto(service);
  const answers = rpcAnswers(service, proto, (message, id) => told.get(`${message} ${id}`));
  const handlers = [...answers].map(([functionName, answer]) => [
    functionName,
    async (request: object) => {
      await disturb(service.label, disturbance);
      return answer(request);
    },
  ]);
  const server = await startGrpcServer({
    service,
    handlers: Object.fromEntries(handlers) as UnaryHandlers<Definition>,
    host,
    port,
    toDomainError: () => undefined,
    authentication: OPEN,
  });
  return {
    address: hostPort(host, server.port),
    tell(message, id, fields) {
      const names = Object.keys(proto.lookupType(service.name.replace(/[^.]+$/, message)).fields);
      const wrong = Object.keys(fields ?? {}).filter((field) => !names.includes(field));
      if (wrong.length > 0) throw new Error(`${message} has no ${wrong.join(', ')}: it has ${names.join(', ')}.`);
      told.set(`${message} ${id}`, fields);
    },
    stop: () => server.stop(),
  };
}
