import { resolve } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';

/** A loaded proto file: one service, and all messages, for server reflection. */
export interface LoadedService<Definition extends ServiceDefinition> {
  /** As protobuf names it: `commerce.account.v1.AccountService`. */
  name: string;
  definition: Definition;
  packageDefinition: PackageDefinition;
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
  });
  const definition = packageDefinition[name];
  if (!definition || 'format' in definition) throw new Error(`${file} defines no service ${name}.`);
  return { name, definition: definition as ServiceDefinition as Definition, packageDefinition };
}

const PROTOS = resolve(import.meta.dirname, '../../protos');

/** The request and response types of a unary RPC, as its client and its server see them. */
export interface UnaryMethod<Request, RequestOut, Response, ResponseOut> {
  requestSerialize: (value: Request) => Buffer;
  requestDeserialize: (bytes: Buffer) => RequestOut;
  responseSerialize: (value: Response) => Buffer;
  responseDeserialize: (bytes: Buffer) => ResponseOut;
}

/** A message as the loader takes it: null and undefined are the same as absent. */
export type Sendable<Message> = Message extends readonly (infer Entry)[]
  ? readonly Sendable<Entry>[]
  : Message extends object
    ? { [Field in keyof Message]?: Sendable<Message[Field]> | null | undefined }
    : Message;

/** The same, with every field named: one that is forgotten does not compile. */
export type WholeMessage<Message> = {
  [Field in keyof Message as Field extends OneOf ? never : Field]-?: Sendable<Message[Field]> | null | undefined;
};

/** The name of the oneof that protobuf makes of each optional field. */
type OneOf = `_${string}`;

/** The names of a service's RPCs, without the index signature that gRPC's own type adds. */
export type MethodName<Definition, Key = keyof Definition> = Key extends string
  ? string extends Key
    ? never
    : Key
  : never;
