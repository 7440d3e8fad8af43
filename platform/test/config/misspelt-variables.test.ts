import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graphVariables } from '../../config/domain-variables.ts';
import { readConfig } from '../../config/read-config.ts';
import { databaseVariables, port, processVariables } from '../../config/variables.ts';

const text = z.string().optional();
const variables = z.object({
  ...processVariables,
  ...databaseVariables,
  DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
  ...graphVariables({ name: 'order', prefix: 'ORDER', ports: { graph: 1, graphAdmin: 2, core: 3, coreAdmin: 4 } }),
  GRPC_PORT: port.optional(),
  AUTH: text,
  TOKEN: text,
  SUPERGRAPH_PATH: text,
  SUPERGRAPH_URL: text,
  RATE_LIMIT_PER_MINUTE: text,
});
const read = (name: string, value = '1') => readConfig(variables, { NODE_ENV: 'test', [name]: value });

test.each([
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATABASE_URL_FIEL', 'DATABASE_URL_FILE'],
  ['DATABASE_POOL', 'DATABASE_POOL_SIZE'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['log_level', 'LOG_LEVEL'],
  ['ADMN_PORT', 'ADMIN_PORT'],
  ['MAX_REQUEST_IN_FLIGHT', 'MAX_REQUESTS_IN_FLIGHT'],
  ['MAX_REQUESTS', 'MAX_REQUESTS_IN_FLIGHT'],
  ['REQUEST_TIMEOUT', 'REQUEST_TIMEOUT_MS'],
  ['RATE_LIMIT', 'RATE_LIMIT_PER_MINUTE'],
  ['RATE_LIMIT_PER_HOUR', 'RATE_LIMIT_PER_MINUTE'],
  ['SUPERGRAPH_FILE_NAME', 'SUPERGRAPH_PATH or SUPERGRAPH_URL'],
  ['OTEL_EXPORTER_OTLP_ENDPIONT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
])('%s is refused: %s is meant', (name, meant) => {
  expect(() => read(name)).toThrow(`  ${name}: there is no such variable here; write ${meant}, or unset it`);
});

test('what it was set to is not shown', () => {
  expect(() => read('DATABSE_URL', 'postgresql://robot:s3cret@db/shop')).not.toThrow('s3cret');
});

describe('what other programs read is none of ours', () => {
  test.each([
    'PATH',
    'HOME',
    'HOSTNAME',
    'NODE_OPTIONS',
    'NODE_PATH',
    'NODE_VERSION',
    'NODE_EXTRA_CA_CERTS',
    'LOGNAME',
    'AUTHOR',
    'DATABASE_PASSWORD',
    'DATABASE_HOST',
    'OTEL_TRACES_SAMPLER',
    'OTEL_EXPORTER_OTLP_HEADERS',
    'ORDERS_CORE',
    'ORDER_CORE_SERVICE_HOST',
    'ORDER_CORE_SERVICE_PORT_GRPC',
    'ORDER_CORE_PORT_5053_TCP_ADDR',
    'RATE_LIMIT',
  ])('%s', (name) => {
    const { RATE_LIMIT_PER_MINUTE: _, ...others } = variables.shape;
    expect(() => readConfig(z.object(others), { NODE_ENV: 'test', [name]: 'x' })).not.toThrow();
  });

  test('a service of Kubernetes', () => {
    expect(() => read('ADMIN_PORTS_PORT', 'tcp://10.0.0.1:9000')).not.toThrow();
  });
});

describe('where the parts are', () => {
  test('has no default in production, whatever it is called there', () => {
    for (const NODE_ENV of ['production', 'staging', undefined]) {
      expect(() => readConfig(variables, { NODE_ENV })).toThrow(
        '  ORDER_CORE: expected the address of a gRPC server: a host, or host:port, got nothing',
      );
    }
    expect(readConfig(variables, { NODE_ENV: 'production', ORDER_CORE: 'order-core' }).ORDER_CORE).toBe('order-core:3');
  });

  test('is this machine in development', () => {
    expect(readConfig(variables, { NODE_ENV: 'development' }).ORDER_CORE).toBe('127.0.0.1:3');
  });
});
