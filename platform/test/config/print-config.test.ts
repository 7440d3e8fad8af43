import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { routerSecretVariables } from '../../auth/router-secret.ts';
import { authVariables } from '../../auth/variables.ts';
import { idempotencyRetention } from '../../config/idempotency-retention.ts';
import { printConfig } from '../../config/print-config.ts';
import { readConfig } from '../../config/read-config.ts';
import { developmentSwitch } from '../../config/switches.ts';
import { databaseVariables, processVariables } from '../../config/variables.ts';

const variables = z.object({
  ...processVariables,
  ...databaseVariables,
  ...routerSecretVariables,
  ...authVariables,
  IDEMPOTENCY_RETENTION: idempotencyRetention,
  REFLECTION: developmentSwitch,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
  await writeFile(join(folder, 'url'), 'postgresql://robot:s3cret@db:5432/shop\n');
});
afterAll(() => rm(folder, { recursive: true }));

test('what is in force is shown with where it is from, and no secret', () => {
  const env = {
    NODE_ENV: 'staging',
    LOG_LEVEL: 'warn',
    DATABASE_URL_FILE: join(folder, 'url'),
    ROUTER_SECRET: 's3cret-s3cret-s3cret',
    AUTH_JWKS: 'https://robot:s3cret@login.example.com/jwks.json?key=s3cret',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://robot:s3cret@collector:4318',
  };
  const printed = printConfig(variables, readConfig(variables, env), env);
  expect(printed).not.toContain('s3cret');
  const lines = printed.split('\n').map((line) => line.replace(/ +#/, ' #'));
  expect(lines).toEqual(
    expect.arrayContaining([
      'NODE_ENV=production # the environment',
      'HOST=127.0.0.1 # the default',
      'LOG_LEVEL=warn # the environment',
      'DRAIN_MS=5000 # the default',
      'REFLECTION=false # the default',
      'OTEL_METRICS_EXPORTER=otlp # the default',
      'AUTH_ISSUER= # not set',
      `DATABASE_URL=postgresql://***@db:5432/shop # ${join(folder, 'url')}`,
      'DATABASE_POOL_SIZE=10 # the default',
      'ROUTER_SECRET=*** # the environment',
      'AUTH_JWKS=https://***@login.example.com/jwks.json?*** # the environment',
      'OTEL_EXPORTER_OTLP_ENDPOINT=http://***@collector:4318 # the environment',
      'IDEMPOTENCY_RETENTION=7d # the default',
    ]),
  );
  expect(lines).toHaveLength(Object.keys(variables.shape).length);
});

test.each([
  ['DATABASE_URL', 's3cret'],
  ['DATABASE_URL', 'mysql://robot:s3cret@db/shop'],
  ['ROUTER_SECRET', 's3cret'],
  ['ROUTER_SECRET_FILE', 's3cret'],
  ['AUTH_JWKS', 'ftp://robot:s3cret@login/jwks.json'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector s3cret'],
  ['DATABASE_POOL_SIZE', 'postgresql://robot:s3cret@db/shop'],
])('%s=%s is refused without what came', (name, value) => {
  const env = { NODE_ENV: 'test', DATABASE_URL: 'postgresql://db/shop', [name]: value };
  expect(() => readConfig(variables, env)).toThrow(`  ${name}: expected `);
  expect(() => readConfig(variables, env)).not.toThrow('s3cret');
});
