import { callContext } from '@commerce/platform/call-context';
import type { Domain } from '@commerce/platform/domain';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';
import { createClient } from '@commerce/platform/grpc/client';
import { loadService } from '@commerce/platform/grpc/proto';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { readProto } from '@commerce/testkit/stand-in/read-proto';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { type Answer, entityOf, type IdArgument, type IdFor, PLAIN_VALUES, type Question } from './question.ts';

/** Every RPC of a domain's core, asked of the core itself. */
export function rpcQuestions(domain: Domain, entities: string[], address: () => string): Question[] {
  const service = loadService(domain);
  const { methods, name: serviceName } = readProto(service).lookupService(service.name);
  let client: Client | undefined;
  return service.rpcs.flatMap(({ name, functionName, isRead }) => {
    const type = methods[name]?.resolvedRequestType;
    if (!type) throw new Error(`${service.name} has no ${name}.`);
    const spoken = entities.filter((entity) => name.includes(entity));
    const ids = idsOf(type, spoken, entities);
    const asked = (about?: IdArgument): Question => ({
      name: `${serviceName}.${name}${about ? `(${about.path})` : ''}`,
      needs: '',
      ...(about && { about }),
      returns: spoken[0],
      isWrite: !isRead,
      async ask(headers, idFor, key) {
        client ??= createClient(service, address()) as unknown as Client;
        const request = { ...requestOf(type, spoken, entities, idFor), ...(key !== undefined && { requestId: key }) };
        return await answerOf(headers, () => client?.[functionName]?.(request));
      },
    });
    return ids.length > 0 ? ids.map(asked) : [asked()];
  });
}

type Client = Record<string, (request: object) => Promise<unknown>>;
type Message = ReturnType<ReturnType<typeof readProto>['lookupType']>;

async function answerOf(headers: Record<string, string>, call: () => Promise<unknown> | undefined): Promise<Answer> {
  const { context, close } = openTestCall(PATIENCE_MS, headers);
  try {
    const value = await callContext.run(context, call);
    return { value, text: JSON.stringify(value) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, message, details } = error;
    return { code: errorTable[kind].graphql, value: undefined, text: JSON.stringify({ kind, message, details }) };
  } finally {
    close();
  }
}

function idsOf(type: Message, spoken: string[], entities: string[], path: string[] = []): IdArgument[] {
  return type.fieldsArray.flatMap(({ name, resolvedType, repeated }) => {
    const here = [...path, name];
    const entity = entityOf(name, spoken, entities);
    if (entity !== undefined) return [{ path: here.join('.'), entity }];
    return isMessage(resolvedType) && repeated ? idsOf(resolvedType, spoken, entities, here) : [];
  });
}

function requestOf(type: Message, spoken: string[], entities: string[], idFor: IdFor, path: string[] = []): object {
  const filled = type.fieldsArray.flatMap(({ name, resolvedType, repeated, type: scalar }): [string, unknown][] => {
    const here = [...path, name];
    const entity = entityOf(name, spoken, entities);
    const plain = PLAIN_VALUES[name];
    const nested = isMessage(resolvedType) && repeated;
    if (entity === undefined && !nested && plain === undefined) return [];
    const value =
      entity !== undefined
        ? idFor({ path: here.join('.'), entity })
        : nested
          ? requestOf(resolvedType, spoken, entities, idFor, here)
          : scalar === 'string'
            ? String(plain)
            : plain;
    return [[name, repeated ? [value] : value]];
  });
  return Object.fromEntries(filled);
}

function isMessage(type: unknown): type is Message {
  return typeof type === 'object' && type !== null && 'fieldsArray' in type;
}
