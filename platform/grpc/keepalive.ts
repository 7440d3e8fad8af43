/**
 * A client asks every second whether the server is there, and gives the connection up when it has not answered for 3.5 s: a
 * lost path is found within 5 s, and a pause of the server's event loop costs nothing (https://grpc.io/docs/guides/keepalive/).
 * A server of another language may have to be told that it permits such pings
 * (GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, EnforcementPolicy.MinTime): else it closes the connection, and
 * this client asks less often.
 *
 * @param address of a server as clients have it. One that runs in this process is not asked: nothing gets lost on the way, and
 *   a process that was paused looks at its clock before it reads what came meanwhile, and would take the answer for lost.
 */
export function clientKeepalive(address: string): object {
  return ownAddresses.has(address) ? {} : { 'grpc.keepalive_time_ms': 1_000, 'grpc.keepalive_timeout_ms': 3_500 };
}

/**
 * A server only frees what the calls of a lost client hold. So it has more patience: by the same clock it would take all of its
 * clients for lost whenever it was paused itself.
 */
export const SERVER_KEEPALIVE = { 'grpc.keepalive_time_ms': 1_000, 'grpc.keepalive_timeout_ms': 10_000 } as const;

/** Says that a server of this process listens there. @returns a function that takes it back. */
export function noteOwnAddress(address: string): () => void {
  ownAddresses.add(address);
  return () => ownAddresses.delete(address);
}

const ownAddresses = new Set<string>();
