import type { ServiceDefinition } from '@grpc/grpc-js';
import type { LoadedService } from '@commerce/platform/grpc/proto';
import { readProto } from '../stand-in/read-proto.ts';

/** A field of an RPC's request that holds a string. */
export interface StringField {
  rpc: string;
  /** The name of the RPC's function, in clients. */
  functionName: string;
  /** As a violation names it: `name`, `lines[0].productId`. */
  path: string;
  /** Is it one of a list of strings? */
  isList: boolean;
}

/** Every string that the RPCs of a service take, from their messages; not what a service takes from older callers alone. */
export function stringFields(service: LoadedService<ServiceDefinition>): StringField[] {
  const { methods } = readProto(service).lookupService(service.name);
  return service.rpcs.flatMap(({ name: rpc, functionName }) => {
    const type = methods[rpc]?.resolvedRequestType;
    if (!type) throw new Error(`${service.name} has no ${rpc}.`);
    return fieldsOf(type, '').map(({ path, isList }) => ({ rpc, functionName, path, isList }));
  });
}

type Message = ReturnType<ReturnType<typeof readProto>['lookupType']>;

function fieldsOf(type: Message, prefix: string): Pick<StringField, 'path' | 'isList'>[] {
  return type.fieldsArray.flatMap(({ name, type: scalar, resolvedType, repeated, options }) => {
    const path = `${prefix}${name}`;
    if (options?.['deprecated'] === true) return [];
    if (scalar === 'string') return [{ path, isList: repeated }];
    // A read mask's paths are for the fields of a message, and no texts.
    const isOwn = resolvedType && 'fieldsArray' in resolvedType && !resolvedType.fullName.startsWith('.google.');
    return isOwn ? fieldsOf(resolvedType, `${path}${repeated ? '[0]' : ''}.`) : [];
  });
}
