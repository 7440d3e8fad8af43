import type { ServiceDefinition } from '@grpc/grpc-js';
import { IdempotencyLevel, loadSync, type MethodDefinition, type PackageDefinition } from '@grpc/proto-loader';
import type { Domain } from '../domain.ts';
import { compileMessages } from './message-codec/compile-messages.ts';

/** A loaded proto file: one service, and all messages, for server reflection. */
export interface LoadedService<Definition extends ServiceDefinition> {
  /** As protobuf names it: `commerce.account.v1.AccountService`. */
  name: string;
  /** Whose core serves it: "account". */
  domain: string;
  /** What a client of the graph may call it in an error: "The account service". */
  label: string;
  definition: Definition;
  rpcs: Rpc[];
  /** The paths of its contract, and of the folder that this one and its imports start from. */
  protoFile: string;
  protosFolder: string;
  packageDefinition: PackageDefinition;
}

export interface Rpc {
  /** As the proto names it: `GetAccount`. */
  name: string;
  /** The name of its function, in clients and servers: `getAccount`. */
  functionName: string;
  method: MethodDefinition<object, object>;
  /** Does it change nothing? The proto says so: `option idempotency_level = NO_SIDE_EFFECTS`. */
  isRead: boolean;
  /** Is it the same to do it twice? A read is, and what has `option idempotency_level = IDEMPOTENT`. */
  isIdempotent: boolean;
}

/**
 * Loads a service's contract from `protos/`, the one copy that servers, clients and tests use.
 * Its messages have the shapes that `npm run generate` types: 64-bit integers and enum values are strings, absent
 * scalars have their default, absent messages are null.
 */
export function loadService<Definition extends ServiceDefinition>({
  name: domain,
  serviceName: name,
  protosFolder,
  protoFile,
}: Pick<Domain, 'name' | 'serviceName' | 'protosFolder' | 'protoFile'>): LoadedService<Definition> {
  const packageDefinition = loadSync(protoFile, {
    includeDirs: [protosFolder],
    longs: String,
    enums: String,
    defaults: true,
  });
  const definition = packageDefinition[name];
  if (!definition || 'format' in definition) throw new Error(`${protoFile} defines no service ${name}.`);
  compileMessages(definition, { serviceName: name, protosFolder, protoFile });
  const rpcs = Object.entries(definition).map(([rpc, method]) => {
    const level = method.options.idempotency_level;
    const isRead = level === IdempotencyLevel.NO_SIDE_EFFECTS;
    const isIdempotent = isRead || level === IdempotencyLevel.IDEMPOTENT;
    return { name: rpc, functionName: method.originalName ?? rpc, method, isRead, isIdempotent };
  });
  return {
    name,
    domain,
    label: `The ${domain} service`,
    definition: definition as ServiceDefinition as Definition,
    rpcs,
    protoFile,
    protosFolder,
    packageDefinition,
  };
}

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
