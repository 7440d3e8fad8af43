import { isIP, isIPv6 } from 'node:net';

/**
 * Reads the address of a core: a name or an IP address, with a port or without; or several, as gRPC names them, each with its
 * port (https://github.com/grpc/grpc/blob/master/doc/naming.md).
 *
 * @param usualPort where the address has none.
 * @returns the address as gRPC takes it; undefined when it is none.
 */
export function readCoreAddress(text: string, usualPort: number): string | undefined {
  if (isIPv6(text)) return `[${text}]:${usualPort}`;
  const [, scheme, rest = ''] = /^(dns|ipv4|ipv6):(.*)$/i.exec(text) ?? [];
  const several = rest.split(',');
  switch (scheme) {
    case undefined:
      if (isHostAndPort(text)) return text;
      return isHost(text) ? `${text}:${usualPort}` : undefined;
    case 'dns':
      return isHostAndPort(rest.replace(/^\/\/[^/]*\//, '')) ? text : undefined;
    default:
      return several.every((each) => isHostAndPort(each) && isIP(hostOf(each)) === Number(scheme[3]))
        ? text
        : undefined;
  }
}

function isHostAndPort(text: string): boolean {
  const [, host = '', port = ''] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  return isHost(host) && Number(port) > 0 && Number(port) < 65_536;
}

function isHost(text: string): boolean {
  return /^[a-z\d]([\w.-]*\w)?\.?$/i.test(text) || (/^\[.+\]$/.test(text) && isIPv6(text.slice(1, -1)));
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[(.+)\]$/, '$1');
}
