import { isAbsolute, join } from 'node:path';
import type { ServiceDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import type { Domain } from '../../domain.ts';
import { type MessageCodec, messageCodec } from './message-codec.ts';

type Contract = Pick<Domain, 'serviceName' | 'protosFolder' | 'protoFile'>;

/** Has the messages of a service's RPCs written and read by what is compiled for them. */
export function compileMessages(definition: ServiceDefinition, contract: Contract): void {
  const { methods } = load(contract).lookupService(contract.serviceName);
  const compiled = new Map<protobuf.Type, MessageCodec | undefined>();
  const codecOf = (type: protobuf.Type | null | undefined) => {
    if (!type) return undefined;
    if (!compiled.has(type)) compiled.set(type, messageCodec(type));
    return compiled.get(type);
  };
  for (const [name, method] of Object.entries(definition)) {
    const request = codecOf(methods[name]?.resolvedRequestType);
    const response = codecOf(methods[name]?.resolvedResponseType);
    if (request)
      Object.assign(method, { requestSerialize: request.serialize, requestDeserialize: request.deserialize });
    if (response)
      Object.assign(method, { responseSerialize: response.serialize, responseDeserialize: response.deserialize });
  }
}

function load({ protosFolder, protoFile }: Contract): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_, path) => (isAbsolute(path) ? path : join(protosFolder, path));
  root.loadSync(protoFile).resolveAll();
  return root;
}
