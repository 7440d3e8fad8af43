import dns from 'node:dns';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PATIENCE_MS } from './patience.ts';
import { withTimeLeft } from './with-time-left.ts';

/**
 * The tests of whoever connects to something by an address.
 *
 * @param ask starts a server on a port of the address `at`, asks it once by the name or address `by`, as a URL writes it, and
 * returns whether it answered. What it leaves open it gives to `closing`; the last is closed first.
 */
export function addressTests(
  ask: (at: string, by: string, closing: (close: () => unknown) => void) => Promise<boolean>,
): void {
  describe('an address', () => {
    const opened: (() => unknown)[] = [];
    afterEach(async () => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      for (const close of opened.splice(0).toReversed()) await close();
    });
    const isFound = async (at: string, by: string) =>
      await withTimeLeft(PATIENCE_MS, () => ask(at, by, (close) => opened.push(close)));

    test.runIf(HAS_IPV6)('may be one of IPv6', async () => {
      expect(await isFound('::1', '[::1]')).toBe(true);
    });

    test('may be a name of which some addresses are dead', async () => {
      everyNameStandsFor(['127.0.0.2', '127.0.0.3', '127.0.0.1']);
      expect(await isFound('127.0.0.1', 'shop.test')).toBe(true);
    });

    test('is asked itself, whatever proxies the environment names', async () => {
      for (const name of ['http_proxy', 'https_proxy', 'grpc_proxy', 'all_proxy']) {
        for (const each of [name, name.toUpperCase()]) vi.stubEnv(each, 'http://127.0.0.1:9');
      }
      expect(await isFound('127.0.0.1', '127.0.0.1')).toBe(true);
    });
  });
}

/** Can this machine be asked by IPv6? A container often cannot. */
export const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

/** For whoever connects by a name, and for whoever looks it up. */
function everyNameStandsFor(addresses: readonly string[]): void {
  const found = addresses.map((address) => ({ address, family: 4 }));
  vi.spyOn(dns.promises, 'lookup').mockImplementation((async () => found) as never);
  type Done = (error: null, address: unknown, family?: number) => void;
  const lookup = (name: string, options: dns.LookupOptions | Done, done?: Done) => {
    // Of a server that listens at an address.
    if (typeof options === 'function') options(null, name, 4);
    else if (options.all) done?.(null, found);
    else done?.(null, addresses[0], 4);
  };
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as never);
}
