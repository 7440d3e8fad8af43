import { isIP, isIPv6 } from 'node:net';

/**
 * Whom an address stands for: itself, or of IPv6 its first 64 bits, within which one customer has all addresses
 * (https://www.rfc-editor.org/rfc/rfc6177#section-2).
 */
export function clientOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  // A proxy may pass on whatever it was sent, of any length.
  if (isIP(address) === 0) return 'unknown';
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [first, last] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  const network = [...first, ...(tail === undefined ? [] : zeros), ...last].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
