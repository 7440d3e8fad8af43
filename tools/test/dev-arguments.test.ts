import { Source } from 'graphql';
import { describe, expect, test } from 'vitest';
import { devDomains } from '../dev/domains.ts';
import { readArguments } from '../dev/read-arguments.ts';
import { readSupergraphConfig } from '../composition/supergraph-config.ts';

const NAMES = new Set(['account', 'catalog', 'order']);
const domains = (await devDomains(await readSupergraphConfig('supergraph.yaml'))).filter(({ name }) => NAMES.has(name));

function read(...args: string[]) {
  return readArguments(args, domains);
}

describe('the arguments of npm run dev', () => {
  test('name the domain to work on, and what is wrong with the others', () => {
    const { own, disturbances } = read(
      'order',
      '--latency=catalog=200',
      '--error=catalog=NOT_FOUND',
      '--error=account=UNAVAILABLE',
    );
    expect(own).toMatchObject({
      name: 'order',
      prefix: 'ORDER',
      schemaFile: 'subgraphs/order/graph/schema.graphql',
      manifest: { serviceName: 'commerce.order.v1.OrderService' },
      graphPort: 4003,
    });
    expect(Object.fromEntries(disturbances)).toEqual({
      catalog: { latencyMs: 200, error: 'NotFound' },
      account: { error: 'Unavailable' },
    });
  });

  test.each([
    [[], /^Name the subgraph to work on\.\n\nUsage: npm run dev -- <account \| catalog \| order>/],
    [['orders'], /^There is no subgraph orders to work on\.\n\nUsage: npm run dev -- <account \| catalog \| order>/],
    [['order', 'account'], /^One subgraph at a time: account is one too many\./],
    [['order', '--latncy', 'account=2'], /^Unknown option '--latncy'/],
    [
      ['order', '--latency', 'orders=2'],
      /^--latency orders=2: "orders" has no stand-in here; one of account, catalog has\./,
    ],
    [['order', '--latency', 'order=2'], /^--latency order=2: "order" has no stand-in here/],
    [
      ['order', '--latency', 'account=fast'],
      /^--latency account=fast: expected account=<milliseconds, 0 to 60000>, got "fast"\./,
    ],
    [
      ['order', '--error', 'account=TIRED'],
      /^--error account=TIRED: expected account=<one of BAD_USER_INPUT, NOT_FOUND, .*UNAVAILABLE.*>, got "TIRED"\./,
    ],
  ])('%j is refused with what is valid', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});

test('a schema that is no file is refused: a stand-in is made from one', async () => {
  const told = {
    name: 'order',
    routingUrl: 'http://localhost:4003/graphql',
    sdl: new Source('', 'http://localhost:4003'),
  };
  await expect(devDomains([told])).rejects.toThrow(
    /^supergraph\.yaml has the schema of the subgraph order from http:\/\/localhost:4003: /,
  );
});
