import type { FastifyInstance } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import { DURATION_BUCKETS } from '../metrics.ts';

/**
 * Counts what a server answered, under OpenTelemetry's name for it
 * (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/): also what is refused before anybody knows what it asks for.
 */
export function addHttpMetrics(app: FastifyInstance): void {
  // By their labels: prom-client would make a text of them each time.
  const known = new Map<string, ReturnType<typeof durations.labels>>();
  app.addHook('onResponse', ({ method, protocol, routeOptions }, { statusCode, elapsedTime }, done) => {
    // A path that is served nowhere is any text, and so may a method be.
    const labels = {
      http_request_method: METHODS.has(method) ? method : '_OTHER',
      http_route: routeOptions.url ?? 'none',
      http_response_status_code: String(statusCode),
      url_scheme: protocol,
    };
    const key = `${labels.http_request_method} ${labels.http_route} ${statusCode} ${protocol}`;
    let duration = known.get(key);
    if (!duration) known.set(key, (duration = durations.labels(labels)));
    duration.observe(elapsedTime / 1_000);
    done();
  });
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

const durations = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'HTTP requests that this process answered, by method, route (none where nothing is served) and status.',
  labelNames: ['http_request_method', 'http_route', 'http_response_status_code', 'url_scheme'] as const,
  buckets: DURATION_BUCKETS,
});

export const malformedTotal = new Counter({
  name: 'http_server_malformed_total',
  help: 'What came over HTTP and was no request, by the status that it was answered with.',
  labelNames: ['status'] as const,
});
