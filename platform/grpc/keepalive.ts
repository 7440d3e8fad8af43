/**
 * Both sides of a connection ask every second whether the other is there, and give it up when it has not answered for
 * 3.5 s: a lost path is found within 5 s, and a pause of the other side's event loop costs nothing
 * (https://grpc.io/docs/guides/keepalive/). A server of another language may have to be told that it permits such pings
 * (GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, EnforcementPolicy.MinTime): else it closes the connection, and
 * this client asks less often.
 */
export const KEEPALIVE_OPTIONS = { 'grpc.keepalive_time_ms': 1_000, 'grpc.keepalive_timeout_ms': 3_500 } as const;
