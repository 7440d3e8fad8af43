import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig } from '../../config/read-config.ts';
import { databaseVariables, graphqlVariables, port, positiveInt } from '../../config/variables.ts';
import { coreAddresses } from '../../config/domain-variables.ts';

const CORE_ADDRESS = coreAddresses([
  { name: 'shop', prefix: 'SHOP', ports: { graph: 1, graphAdmin: 2, core: 5_678, coreAdmin: 3 } },
]);
const variables = z.object({ ...graphqlVariables, ...databaseVariables, PORT: port.default(4_000), ...CORE_ADDRESS });
const DATABASE_URL = 'postgresql://user:password@host:5432/database';
const needed = { DATABASE_URL, SHOP_CORE: 'localhost:1234' };

describe('readConfig()', () => {
  const DEFAULTS = {
    ...needed,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    REQUEST_TIMEOUT_MS: 10_000,
    MAX_REQUESTS_IN_FLIGHT: 1_000,
    MAX_RESPONSE_FIELDS: 200_000,
    DATABASE_POOL_SIZE: 10,
    PORT: 4_000,
  };

  test('fills in what is not set, and passes over what it does not know', () => {
    expect(readConfig(variables, { ...needed, HOME: '/root' })).toEqual(DEFAULTS);
  });

  test('takes an empty or blank variable for one that is not set', () => {
    expect(readConfig(variables, { ...needed, PORT: '', NODE_ENV: '', HOST: ' ', LOG_LEVEL: '\t' })).toEqual(DEFAULTS);
  });

  test('reads a secret from the file that a variable names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'config-'));
    const file = join(folder, 'url');
    await writeFile(file, `${DATABASE_URL}\n`);
    const { SHOP_CORE } = needed;
    expect(readConfig(variables, { SHOP_CORE, DATABASE_URL_FILE: file })).toEqual(DEFAULTS);
    expect(() => readConfig(variables, { ...needed, DATABASE_URL_FILE: file })).toThrow(
      'DATABASE_URL_FILE: expected nothing beside DATABASE_URL',
    );
    await rm(folder, { recursive: true });
    expect(() => readConfig(variables, { SHOP_CORE, DATABASE_URL_FILE: file })).toThrow(
      /DATABASE_URL_FILE: expected the path of a file that can be read.*\n.*DATABASE_URL: expected/,
    );
  });

  test('never shows a password', () => {
    const env = { ...needed, DATABASE_URL: 'mysql://user:hunter2@host/db' };
    expect(() => readConfig(variables, env)).toThrow('not shown');
    expect(() => readConfig(variables, env)).not.toThrow('hunter2');
  });

  test.each([
    ['development', 'development'],
    ['test', 'test'],
    ['staging', 'production'],
    ['Development', 'production'],
  ])('takes NODE_ENV=%s for %s', (given, taken) => {
    expect(readConfig(variables, { ...needed, NODE_ENV: given }).NODE_ENV).toBe(taken);
  });

  test('reads numbers', () => {
    expect(readConfig(variables, { ...needed, PORT: '0', DATABASE_POOL_SIZE: '3' })).toMatchObject({
      PORT: 0,
      DATABASE_POOL_SIZE: 3,
    });
  });

  test('names every variable at fault at once, with what was expected and what came', () => {
    const env = {
      LOG_LEVEL: 'loud',
      PORT: '70000',
      DATABASE_POOL_SIZE: '0',
      DATABASE_URL: '',
      SHOP_CORE: 'local "host"',
    };
    expect(() => readConfig(variables, env)).toThrow(
      new ConfigError([
        'LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, got "loud"',
        'DATABASE_URL: expected a PostgreSQL URL, such as postgresql://user:password@host:5432/database, got nothing',
        'DATABASE_POOL_SIZE: expected a whole number from 1, got "0"',
        'PORT: expected a port, 0 to 65535, got "70000"',
        'SHOP_CORE: expected the address of a gRPC server: a host, or host:port, got "local \\"host\\""',
      ]),
    );
  });
});

test.each([
  ['PORT', port, ['0', '1', '65535'], ['-1', '65536', '1.5', 'x', '0x', 'Infinity']],
  ['SIZE', positiveInt, ['1', '2147483647'], ['0', '-1', '2147483648', '1.5', 'ten', 'NaN']],
  ['TIMEOUT', graphqlVariables.REQUEST_TIMEOUT_MS, ['1', '3600000'], ['0', '3600001', '1h']],
  [
    'SHOP_CORE',
    CORE_ADDRESS.SHOP_CORE,
    ['localhost', '[::1]', '10.0.0.7:1', '[::1]:1234', 'dns:///core.shop:1234', 'ipv4:10.0.0.7:1,10.0.0.8:1'],
    [':1234', 'localhost:', 'a b:1', 'localhost:x'],
  ],
  [
    'DATABASE_URL',
    databaseVariables.DATABASE_URL,
    [DATABASE_URL, 'postgres://host/db?sslmode=disable'],
    ['host:5432/db', 'mysql://host/db', 'postgresql', 'nonsense'],
  ],
] as const)('%s', (name, rule: z.ZodType, good, bad) => {
  const schema = z.object({ [name]: rule });
  expect(good.filter((value) => !accepts(value))).toEqual([]);
  expect(bad.filter(accepts)).toEqual([]);

  function accepts(value: string): boolean {
    try {
      readConfig(schema, { [name]: value });
      return true;
    } catch (error) {
      if (error instanceof ConfigError) return false;
      throw error;
    }
  }
});
