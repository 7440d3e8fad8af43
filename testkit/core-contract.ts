import type { ServiceDefinition } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import type { LoadedService } from '@commerce/platform/grpc/proto';
import { checkHealth, listServices, rawCall } from './grpc-calls.ts';

/** What a core shows to any gRPC client, beside what its RPCs do. */
export function coreContract(options: {
  service: LoadedService<ServiceDefinition>;
  /** Of the core under test, once it has started. */
  address: () => string;
  adminOrigin: () => string;
  /** A read that refuses `id: 'nonsense'`, such as GetAccount. */
  get: string;
}): void {
  const { service, address, get } = options;
  const call = (id: string, settings?: Parameters<typeof rawCall>[4]) =>
    rawCall(address(), service.definition, get, { id }, settings);

  test('a refused call carries its status, and google.rpc details that any client can read', async () => {
    expect(await call('nonsense')).toMatchObject({
      code: 3,
      details: {
        'google.rpc.ErrorInfo': { domain: 'commerce' },
        'google.rpc.BadRequest': {
          fieldViolations: [{ field: 'id', description: 'must be a UUID' }],
        },
      },
    });
    expect(await call('01890000-0000-7000-8000-000000000000')).toMatchObject({
      code: 5,
      details: { 'google.rpc.BadRequest': { fieldViolations: [{ field: 'id' }] } },
    });
  });

  test('a call whose deadline has passed ends with DEADLINE_EXCEEDED', async () => {
    const outcome = await call('01890000-0000-7000-8000-000000000000', { deadline: Date.now() - 1 });
    expect(outcome.code).toBe(4);
  });

  test('the health service says that the server and its service are serving', async () => {
    for (const name of ['', service.name]) {
      expect(await checkHealth(address(), name)).toMatchObject({ code: 0, response: { status: 'SERVING' } });
    }
    expect(await checkHealth(address(), 'commerce.nothing.v1.Nothing')).toMatchObject({ code: 5 });
  });

  test('server reflection lists the service', async () => {
    expect(await listServices(address())).toContain(service.name);
  });

  test('over HTTP it is live, ready and measured', async () => {
    const origin = options.adminOrigin();
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(await (await fetch(`${origin}/metrics`)).text()).toContain('rpc_server_duration_seconds');
  });
}
