import type { ServiceDefinition } from '@grpc/grpc-js';
import { z } from 'zod';
import { notFound } from '@commerce/platform/errors/domain-error';
import type { LoadedService } from '@commerce/platform/grpc/proto';
import { type Given, messageMaker, type ToldOf } from './made-up-message.ts';
import { type MessageType, messageTypes } from './message-types.ts';

/**
 * What a stand-in answers, by the name of the RPC's function: a message made from the proto and the request. A batch has
 * one result for each id, in the order asked.
 *
 * @returns functions that throw DomainError NotFound for an entity of which it is told that it does not exist.
 */
export function rpcAnswers(
  { name: serviceName, rpcs, packageDefinition }: LoadedService<ServiceDefinition>,
  toldOf: ToldOf,
): Map<string, (request: object) => object> {
  const types = messageTypes(packageDefinition);
  const maker = messageMaker(types, toldOf);
  const typeOf = (name: string): MessageType => {
    // The loader tells only the last part of the name; requests and responses are in their service's package.
    const type = types.message(serviceName.replace(/[^.]+$/, name));
    if (!type) throw new Error(`${serviceName} knows no message ${name}.`);
    return type;
  };

  const batch = (method: string, response: MessageType, idsName: string, given: Given): object => {
    const ids = z.array(z.string()).parse(given[idsName]);
    const idName = idsName.replace(/s$/, '');
    const results = response.fields.map((field) => [
      field.name,
      ids.map((id) => maker.value(response, field, `${method} ${id}`, { [idName]: id })),
    ]);
    return Object.fromEntries(results) as object;
  };
  const single = (method: string, response: MessageType, given: Given): object => {
    const message = maker.message(response, `${method} ${JSON.stringify(given)}`, given) ?? {};
    // Responses hold their entity in a field.
    if (!Object.values(message).includes(null)) return message;
    throw notFound({ field: 'id', description: `There is nothing with the id ${String(given['id'])}.` });
  };

  return new Map(
    rpcs.map(({ name, functionName, method }) => {
      const { requestType, responseType } = methodTypes.parse(method);
      const response = typeOf(responseType.type.name);
      const ids = typeOf(requestType.type.name).fields.find(({ repeated, type }) => repeated && type === 'TYPE_STRING');
      return [
        functionName,
        (request) => {
          const given = givenBy.parse(request);
          return ids && name.startsWith('Batch')
            ? batch(name, response, ids.name, given)
            : single(name, response, given);
        },
      ];
    }),
  );
}

const givenBy = z.record(z.string(), z.unknown());
const methodTypes = z.object({
  requestType: z.object({ type: z.object({ name: z.string() }) }),
  responseType: z.object({ type: z.object({ name: z.string() }) }),
});
