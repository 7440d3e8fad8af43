import { Histogram } from 'prom-client';
import { DURATION_BUCKETS } from '../metrics.ts';

export const rpcClientDuration = new Histogram({
  name: 'rpc_client_duration_seconds',
  help: 'Calls that this process made, by service, method and gRPC status.',
  labelNames: ['service', 'method', 'code'] as const,
  buckets: DURATION_BUCKETS,
});
