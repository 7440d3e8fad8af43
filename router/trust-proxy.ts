import { isIP } from 'node:net';
import { z } from 'zod';

/**
 * Whose `X-Forwarded-For` says who the client is: the addresses and networks of the proxies before the router. Whoever
 * else sends one could call itself anything, and have as many rate limits as it likes.
 */
export const trustProxy = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((proxies) => proxies.every(isNetwork))
  .describe('the addresses or networks of the proxies before the router, such as 10.0.0.0/8,192.168.1.1');

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
}
