import { Histogram } from 'prom-client';
import { DURATION_BUCKETS } from '../metrics.ts';

export const rpcServerDuration = new Histogram({
  name: 'rpc_server_duration_seconds',
  help: 'Calls that this process answered, by service, method and gRPC status.',
  labelNames: ['service', 'method', 'code'] as const,
  buckets: DURATION_BUCKETS,
});
