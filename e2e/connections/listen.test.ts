import { HAS_IPV6 } from '@commerce/testkit/address-tests';
import { afterEach, describe, expect, test } from 'vitest';
import { startSystem, type System } from '../start-system.ts';

let system: System | undefined;
afterEach(() => system?.stop());

describe.runIf(HAS_IPV6)('HOST', () => {
  test.each(['::1', '::'])('%s: the parts find each other, and whoever watches them finds them', async (HOST) => {
    system = await startSystem(undefined, { HOST });
    const { accountsConnection } = await system.ask<{ accountsConnection: { nodes: unknown[] } }>(
      '{ accountsConnection { nodes { id } } }',
    );
    expect(accountsConnection.nodes).toEqual([]);
    expect(system.origin).toContain(`http://[${HOST}]:`);
    expect((await fetch(`${system.adminOrigin}/readyz`)).status).toBe(200);
  });
});
