import { isIPv6 } from 'node:net';

/** A host and a port as a URL and gRPC write them: `localhost:4000`, `[::1]:4000`. */
export function hostPort(host: string, port: number): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
