import { DataPointType } from '@opentelemetry/sdk-metrics';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { metricData } from '../../otlp-metrics/metric-data.ts';

test('each kind of metric is one of OpenTelemetry, with its labels', async () => {
  const registers = [new Registry()];
  const counter = new Counter({ name: 'asked_total', help: 'Asked.', labelNames: ['who'] as const, registers });
  const gauge = new Gauge({ name: 'held_bytes', help: 'Held.', registers });
  const histogram = new Histogram({
    name: 'took_seconds',
    help: 'Took.',
    labelNames: ['who'] as const,
    buckets: [1, 2],
    registers,
  });
  counter.inc({ who: 'ada' }, 3);
  gauge.set(7);
  for (const seconds of [0.5, 1.5, 1.5, 9]) histogram.observe({ who: 'ada' }, seconds);
  histogram.observe({ who: 'bob' }, 2);

  const data = metricData((await registers[0]?.getMetricsAsJSON()) ?? [], 1_500, 2_000);
  expect(data).toMatchObject([
    {
      descriptor: { name: 'asked', description: 'Asked.' },
      dataPointType: DataPointType.SUM,
      isMonotonic: true,
      dataPoints: [{ attributes: { who: 'ada' }, value: 3, startTime: [1, 500_000_000], endTime: [2, 0] }],
    },
    { descriptor: { name: 'held_bytes', unit: 'By' }, dataPointType: DataPointType.GAUGE, dataPoints: [{ value: 7 }] },
    {
      descriptor: { name: 'took_seconds', unit: 's' },
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: [
        {
          attributes: { who: 'ada' },
          value: { buckets: { boundaries: [1, 2], counts: [1, 2, 1] }, sum: 12.5, count: 4 },
        },
        { attributes: { who: 'bob' }, value: { buckets: { counts: [0, 1, 0] }, count: 1 } },
      ],
    },
  ]);
});

test('a metric that OpenTelemetry has a convention for is sent by its name, with its attributes', async () => {
  const registers = [new Registry()];
  const labels = {
    http_request_method: 'POST',
    http_route: '/graphql',
    http_response_status_code: '200',
    url_scheme: 'http',
  };
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Requests.',
    labelNames: Object.keys(labels),
    registers,
  });
  duration.observe(labels, 0.1);
  expect(metricData((await registers[0]?.getMetricsAsJSON()) ?? [], 0, 1)).toMatchObject([
    {
      descriptor: { name: 'http.server.request.duration', unit: 's' },
      dataPoints: [
        {
          attributes: {
            'http.request.method': 'POST',
            'http.route': '/graphql',
            'http.response.status_code': 200,
            'url.scheme': 'http',
          },
        },
      ],
    },
  ]);
});
