import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  Client,
  credentials,
  Metadata,
  type ServiceDefinition,
  type ServiceError,
  type StatusObject,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { service as healthService } from 'grpc-health-check';
import { BadRequest, ErrorInfo, RetryInfo } from 'nice-grpc-error-details';
import { Status } from 'nice-grpc-error-details/lib/proto/google/rpc/status.js';
import { PATIENCE_MS } from './patience.ts';

/** How a unary call ended, as any gRPC client sees it. */
export interface Outcome {
  code: number;
  response?: unknown;
  /** The google.rpc messages in `grpc-status-details-bin`, by their names. */
  details: Record<string, unknown>;
}

/** Calls a method of a service with gRPC's own client, without anything of this project between. */
export async function rawCall(
  address: string,
  definition: ServiceDefinition,
  name: string,
  request: object,
  { deadline = Date.now() + PATIENCE_MS, headers = {} }: { deadline?: number; headers?: Record<string, string> } = {},
): Promise<Outcome> {
  const method = definition[name];
  if (!method) throw new Error(`There is no method ${name}.`);
  const metadata = new Metadata();
  for (const [header, value] of Object.entries(headers)) metadata.set(header, value);
  const client = new Client(address, credentials.createInsecure());
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata,
        { deadline },
        (error: ServiceError | null, response?: unknown) =>
          resolve(error ? { code: error.code, details: readDetails(error) } : { code: 0, response, details: {} }),
      );
    });
  } finally {
    client.close();
  }
}

/** What `grpc.health.v1.Health/Check` says of a service; '' is the whole server. */
export function checkHealth(address: string, service: string): Promise<Outcome> {
  return rawCall(address, healthService, 'Check', { service });
}

/** The services that server reflection lists. */
export async function listServices(address: string): Promise<string[]> {
  const client = new Client(address, credentials.createInsecure());
  const method = reflectionService()['ServerReflectionInfo'];
  if (!method) throw new Error('Reflection has no such method.');
  try {
    const stream = client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize as (request: object) => Buffer,
      method.responseDeserialize as (bytes: Buffer) => ReflectionResponse,
    );
    const response = new Promise<ReflectionResponse>((resolve, reject) => {
      stream.once('data', resolve);
      stream.once('error', reject);
    });
    stream.write({ listServices: '' });
    const { listServicesResponse } = await response;
    stream.end();
    return listServicesResponse.service.map(({ name }) => name);
  } finally {
    client.close();
  }
}

interface ReflectionResponse {
  listServicesResponse: { service: { name: string }[] };
}

function reflectionService(): ServiceDefinition {
  const entry = createRequire(import.meta.url).resolve('@grpc/reflection');
  const file = join(entry, '../../proto/grpc/reflection/v1/reflection.proto');
  return loadSync(file)['grpc.reflection.v1.ServerReflection'] as ServiceDefinition;
}

function readDetails({ metadata }: Pick<StatusObject, 'metadata'>): Record<string, unknown> {
  const [bytes] = metadata.get('grpc-status-details-bin');
  if (!Buffer.isBuffer(bytes)) return {};
  return Object.fromEntries(
    Status.decode(bytes).details.map(({ typeUrl, value }) => {
      const name = typeUrl.replace('type.googleapis.com/', '');
      const type = [BadRequest, ErrorInfo, RetryInfo].find(({ $type }) => $type === name);
      return [name, type ? type.decode(value) : value];
    }),
  );
}
