import { resolve } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { IdempotencyLevel, loadSync, type MethodDefinition, type PackageDefinition } from '@grpc/proto-loader';

/** A loaded proto file: one service, and all messages, for server reflection. */
export interface LoadedService<Definition extends ServiceDefinition> {
  /** As protobuf names it: `commerce.account.v1.AccountService`. */
  name: string;
  definition: Definition;
  rpcs: Rpc[];
  packageDefinition: PackageDefinition;
}

export interface Rpc {
  /** As the proto names it: `GetAccount`. */
  name: string;
  /** The name of its function, in clients and servers: `getAccount`. */
  functionName: string;
  method: MethodDefinition<object, object>;
  /** May it be sent again when its answer is lost? The proto says so: `option idempotency_level = NO_SIDE_EFFECTS`. */
  isRead: boolean;
}

/**
 * Loads a service's contract from `protos/`, the one copy that servers, clients and tests use.
 * Its messages have the shapes that `npm run generate` types: 64-bit integers and enum values are strings, absent
 * scalars have their default, absent messages are null.
 *
 * @param file within `protos/`: `commerce/account/v1/account_service.proto`.
 */
export function loadService<Definition extends ServiceDefinition>(
  file: string,
  name: string,
): LoadedService<Definition> {
  const packageDefinition = loadSync(file, {
    includeDirs: [PROTOS],
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const definition = packageDefinition[name];
  if (!definition || 'format' in definition) throw new Error(`${file} defines no service ${name}.`);
  const rpcs = Object.entries(definition).map(([rpc, method]) => ({
    name: rpc,
    functionName: method.originalName ?? rpc,
    method,
    isRead: method.options.idempotency_level === IdempotencyLevel.NO_SIDE_EFFECTS,
  }));
  return { name, definition: definition as ServiceDefinition as Definition, rpcs, packageDefinition };
}

const PROTOS = resolve(import.meta.dirname, '../../protos');

/** The request and response types of a unary RPC, as its client and its server see them. */
export interface UnaryMethod<Request, RequestOut, Response, ResponseOut> {
  requestSerialize: (value: Request) => Buffer;
  requestDeserialize: (bytes: Buffer) => RequestOut;
  responseSerialize: (value: Response) => Buffer;
  responseDeserialize: (bytes: Buffer) => ResponseOut;
}

/** The names of a service's RPCs, without the index signature that gRPC's own type adds. */
export type MethodName<Definition, Key = keyof Definition> = Key extends string
  ? string extends Key
    ? never
    : Key
  : never;
