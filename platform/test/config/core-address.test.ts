import { expect, test } from 'vitest';
import { coreAddresses } from '../../config/domain-variables.ts';
import { readConfig } from '../../config/read-config.ts';
import { listenAddress } from '../../config/variables.ts';
import { z } from 'zod';

const ports = { core: 5053, coreAdmin: 9053, graph: 4003, graphAdmin: 9003 };
const variables = z.object(coreAddresses([{ name: 'shop', prefix: 'SHOP', ports }]));
const read = (SHOP_CORE: string) => readConfig(variables, { SHOP_CORE }).SHOP_CORE;

test.each([
  ['shop-core', 'shop-core:5053'],
  ['shop-core.', 'shop-core.:5053'],
  ['shop_core:1', 'shop_core:1'],
  ['10.0.0.1', '10.0.0.1:5053'],
  ['10.0.0.1:65535', '10.0.0.1:65535'],
  ['::1', '[::1]:5053'],
  ['2001:db8::5', '[2001:db8::5]:5053'],
  ['fe80::1%eth0', '[fe80::1%eth0]:5053'],
  ['[::1]', '[::1]:5053'],
  ['[::1]:1', '[::1]:1'],
  ['dns:shop-core:1', 'dns:shop-core:1'],
  ['dns:///shop-core:1', 'dns:///shop-core:1'],
  ['dns://8.8.8.8/shop-core:1', 'dns://8.8.8.8/shop-core:1'],
  ['ipv4:10.0.0.1:1,10.0.0.2:2', 'ipv4:10.0.0.1:1,10.0.0.2:2'],
  ['ipv6:[::1]:1,[::2]:2', 'ipv6:[::1]:1,[::2]:2'],
])('the core at %s is asked at %s', (address, expected) => {
  expect(read(address)).toBe(expected);
});

test.each([
  'http://shop-core:5053',
  'shop-core:5053/path',
  'shop-core:5053?tls=true',
  'shop-core,other-core',
  'shop-core:',
  'shop-core:0',
  'shop-core:65536',
  '[shop-core]:1',
  '::1]:1',
  'dns:///shop-core',
  'ipv4:10.0.0.1',
  'ipv4:[::1]:1',
  'ipv6:10.0.0.1:1',
  'ipv4:shop-core:1',
  'unix:/run/shop.sock',
  'robot:secret@shop-core',
])('%s is no address of a core', (address) => {
  expect(() => read(address)).toThrow('SHOP_CORE: expected the address of a gRPC server: a host, or host:port, got');
  expect(() => read(address)).not.toThrow('secret');
});

test.each([
  ['::1', '::1'],
  ['[::1]', '::1'],
  ['0.0.0.0', '0.0.0.0'],
])('HOST=%s listens on %s', (HOST, expected) => {
  expect(readConfig(z.object({ HOST: listenAddress }), { HOST }).HOST).toBe(expected);
});
