import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_SCHEME,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';

/**
 * The name of a metric in OpenTelemetry's stable conventions (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/),
 * and its attributes; of one that they do not have, its own. A collector that serves Prometheus makes the one of the other.
 *
 * @param name that Prometheus has, without the suffix of counters.
 */
export function conventionOf(name: string): { name: string; attributesOf: (labels: Attributes) => Attributes } {
  const convention = METRICS.get(name);
  if (convention === undefined) return { name, attributesOf: (labels) => labels };
  return { name: convention, attributesOf: (labels) => Object.fromEntries(Object.entries(labels).map(toAttribute)) };
}

function toAttribute([label, value]: [string, Attributes[string]]): [string, Attributes[string]] {
  const attribute = ATTRIBUTES.get(label) ?? label;
  return [attribute, attribute === ATTR_HTTP_RESPONSE_STATUS_CODE ? Number(value) : value];
}

const METRICS: ReadonlyMap<string, string> = new Map([
  ['http_server_request_duration_seconds', METRIC_HTTP_SERVER_REQUEST_DURATION],
]);

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['http_request_method', ATTR_HTTP_REQUEST_METHOD],
  ['http_route', ATTR_HTTP_ROUTE],
  ['http_response_status_code', ATTR_HTTP_RESPONSE_STATUS_CODE],
  ['url_scheme', ATTR_URL_SCHEME],
]);
