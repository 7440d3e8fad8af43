import { type Metric, type OpenMetricsContentType, Registry } from 'prom-client';

/**
 * Writes metrics in the format that has exemplars (https://prometheus.io/docs/specs/om/open_metrics_spec/), in which a counter's
 * own name has no `_total`. prom-client would take it away from the metric itself, and every other format had it no more: so
 * it is given copies.
 */
export async function openMetrics(metrics: readonly object[]): Promise<string> {
  const view = new Registry<OpenMetricsContentType>();
  view.setContentType(OPEN_METRICS);
  for (const metric of metrics as readonly Written[]) {
    const name = metric.type === 'counter' ? metric.name.replace(/_total$/, '') : metric.name;
    const values = async () => ({ ...(await (metric.getForPromString?.() ?? metric.get())), name });
    view.registerMetric({ name, type: metric.type, getForPromString: values } as unknown as Metric);
  }
  return await view.metrics();
}

export const OPEN_METRICS = Registry.OPENMETRICS_CONTENT_TYPE;

/** What prom-client reads of a metric to write it. */
interface Written {
  name: string;
  type: string;
  get(): Promise<object>;
  getForPromString?(): Promise<object>;
}
