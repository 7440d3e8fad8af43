import type { ServiceDefinition } from '@grpc/grpc-js';
import type protobuf from 'protobufjs';
import { z } from 'zod';
import { notFound } from '@commerce/platform/errors/domain-error';
import type { LoadedService } from '@commerce/platform/grpc/proto';
import { type Given, messageMaker, type ToldOf } from './made-up-message.ts';

/**
 * What a stand-in answers, by the name of the RPC's function: a message made from the proto and the request. A batch has
 * one result for each id, in the order asked.
 *
 * @returns functions that throw DomainError NotFound for an entity of which it is told that it does not exist.
 */
export function rpcAnswers(
  { name: serviceName, rpcs }: LoadedService<ServiceDefinition>,
  root: protobuf.Root,
  toldOf: ToldOf,
): Map<string, (request: object) => object> {
  const { methods } = root.lookupService(serviceName);
  const maker = messageMaker(toldOf);

  const batch = (method: string, response: protobuf.Type, idsName: string, given: Given): object => {
    const ids = z.array(z.string()).parse(given[idsName]);
    const idName = idsName.replace(/s$/, '');
    const results = response.fieldsArray.map((field) => [
      field.name,
      ids.map((id) => withNotFound(maker.value(response, field, `${method} ${id}`, { [idName]: id }))),
    ]);
    return Object.fromEntries(results) as object;
  };
  const single = (method: string, response: protobuf.Type, given: Given): object => {
    const message = maker.message(response, `${method} ${JSON.stringify(given)}`, given) ?? {};
    // Responses hold their entity in a field.
    if (!Object.values(message).includes(null)) return message;
    throw notFound({ field: 'id', description: `There is nothing with the id ${String(given['id'])}.` });
  };

  return new Map(
    rpcs.map(({ name, functionName }) => {
      const { resolvedRequestType: request, resolvedResponseType: response } = methods[name] ?? {};
      if (!request || !response) throw new Error(`${serviceName} has no ${name}.`);
      const ids = request.fieldsArray.find(({ repeated, type }) => repeated && type === 'string');
      return [
        functionName,
        (message) => {
          // What it makes up of an entity does not depend on how much of it is asked for.
          const { readMask: _, ...given } = givenBy.parse(message);
          return ids && name.startsWith('Batch')
            ? batch(name, response, ids.name, given)
            : single(name, response, given);
        },
      ];
    }),
  );
}

const givenBy = z.record(z.string(), z.unknown());

/** A result without its entity says so: nobody is hidden from whoever asks a stand-in. */
function withNotFound(result: unknown): unknown {
  const { success, data } = givenBy.safeParse(result);
  return success && 'notFound' in data ? { ...data, notFound: Object.values(data).includes(null) } : result;
}
