import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { conventionOf } from './conventions.ts';

/**
 * Turns metrics of Prometheus' kinds into those of OpenTelemetry
 * (https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#prometheus-metric-points-to-otlp).
 *
 * @param startedAt since when they count, in milliseconds since 1970.
 * @param now when they were read, likewise.
 */
export function metricData(
  metrics: readonly MetricObjectWithValues<MetricValue<string>>[],
  startedAt: number,
  now: number,
): MetricData[] {
  const [startTime, endTime] = [toHrTime(startedAt), toHrTime(now)];
  return metrics.map(({ name, help, type, values }): MetricData => {
    const kind = String(type);
    const convention = conventionOf(kind === 'counter' ? name.replace(/_total$/, '') : name);
    const common = {
      descriptor: {
        name: convention.name,
        description: help,
        unit: name.includes('_seconds') ? 's' : name.includes('_bytes') ? 'By' : '',
        valueType: ValueType.DOUBLE,
      },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
    const point = <Value>(labels: Attributes, value: Value): DataPoint<Value> => ({
      startTime,
      endTime,
      attributes: convention.attributesOf(labels),
      value,
    });
    if (kind === 'histogram') {
      const dataPoints = histogramsIn(values).map(({ labels, value }) => point(labels, value));
      return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
    }
    const dataPoints = values.map(({ labels, value }) => point(labels as Attributes, value));
    if (kind === 'counter') return { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
    return { ...common, dataPointType: DataPointType.GAUGE, dataPoints };
  });
}

/** A histogram's values are one for each bucket, with all that is below, and two more; their other labels tell series apart. */
function histogramsIn(values: readonly (MetricValue<string> & { metricName?: string })[]) {
  const series = new Map<
    string,
    { labels: Attributes; bounds: number[]; below: number[]; sum: number; count: number }
  >();
  for (const { labels: all, value, metricName = '' } of values) {
    const { le, ...labels } = all as Record<string, string | number>;
    const key = JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const one = series.get(key) ?? { labels, bounds: [], below: [], sum: 0, count: 0 };
    series.set(key, one);
    if (metricName.endsWith('_sum')) one.sum = value;
    else if (metricName.endsWith('_count')) one.count = value;
    else {
      if (le !== '+Inf') one.bounds.push(Number(le));
      one.below.push(value);
    }
  }
  return [...series.values()].map(({ labels, bounds, below, sum, count }) => {
    const counts = below.map((value, index) => value - (below[index - 1] ?? 0));
    const value: Histogram = { buckets: { boundaries: bounds, counts }, sum, count };
    return { labels, value };
  });
}

function toHrTime(milliseconds: number): HrTime {
  return [Math.floor(milliseconds / 1_000), (milliseconds % 1_000) * 1_000_000];
}
