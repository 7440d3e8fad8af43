import { join, resolve } from 'node:path';
import { type Dashboard, grafanaDashboard } from './grafana-dashboard.ts';

/** What whoever is woken looks at first, and then the parts one by one. */
export const DASHBOARDS: readonly Dashboard[] = [
  {
    uid: 'commerce-requests',
    title: 'Commerce: requests',
    rows: [
      {
        title: 'Objectives',
        panels: [
          { title: 'Answered whole (99.9%)', unit: 'percentunit', series: { '': '1 - commerce:unanswered:ratio_6h' } },
          { title: 'Within half a second (99%)', unit: 'percentunit', series: { '': '1 - commerce:late:ratio_6h' } },
          {
            title: 'Served supergraph, since',
            unit: 'dateTimeFromNow',
            series: { '{{sha256}}': '1000 * max by (sha256) (supergraph_info)' },
          },
          {
            title: 'Builds',
            unit: 'short',
            series: { '{{version}}, Node {{node}}': 'count by (version, node) (build_info)' },
          },
        ],
      },
      {
        title: 'What clients see',
        panels: [
          {
            title: 'Requests by outcome',
            unit: 'reqps',
            series: {
              '{{outcome}}': 'sum by (outcome) (rate(graphql_operation_duration_seconds_count[$__rate_interval]))',
            },
          },
          {
            title: 'Time to answer',
            unit: 's',
            series: { half: quantile(0.5), '95 of 100': quantile(0.95), '99 of 100': quantile(0.99) },
          },
          {
            title: 'Slowest operations, 95 of 100',
            unit: 's',
            series: { '{{operation}}': `topk(10, ${quantile(0.95, 'operation')})` },
          },
          {
            title: 'Operations that fail',
            unit: 'reqps',
            series: {
              '{{operation}}: {{outcome}}':
                'topk(10, sum by (operation, outcome) (rate(graphql_operation_duration_seconds_count{outcome=~"fault|partial|shed"}[$__rate_interval])))',
            },
          },
          {
            title: 'Clients',
            unit: 'reqps',
            series: {
              '{{client}}: {{outcome}}':
                'sum by (client, outcome) (rate(graphql_client_requests_total[$__rate_interval]))',
            },
          },
          {
            title: 'Refused before anything was run',
            unit: 'reqps',
            series: { '{{reason}}': 'sum by (reason) (rate(graphql_refused_requests_total[$__rate_interval]))' },
          },
          {
            title: 'Errors by code',
            unit: 'reqps',
            series: { '{{code}}': 'sum by (code) (rate(graphql_errors_total{server="router"}[$__rate_interval]))' },
          },
          {
            title: 'HTTP by status',
            unit: 'reqps',
            series: {
              '{{http_route}} {{http_response_status_code}}':
                'sum by (http_route, http_response_status_code) (rate(http_server_request_duration_seconds_count{process="router"}[$__rate_interval]))',
            },
          },
        ],
      },
      {
        title: 'Inside the router',
        panels: [
          {
            title: 'Work at once',
            unit: 'short',
            series: {
              'in flight': 'sum(admission_in_flight{server="router"})',
              waiting: 'sum(admission_waiting{server="router"})',
              limit: 'sum(admission_limit{server="router"})',
            },
          },
          {
            title: 'Refused because there was too much',
            unit: 'reqps',
            series: {
              '{{process}}: {{reason}}': 'sum by (process, reason) (rate(admission_shed_total[$__rate_interval]))',
            },
          },
          {
            title: 'Plans that were there',
            unit: 'percentunit',
            series: {
              '': 'sum(rate(query_plan_cache_total{result="hit"}[$__rate_interval])) / sum(rate(query_plan_cache_total[$__rate_interval]))',
            },
          },
          {
            title: 'Time to plan, 95 of 100',
            unit: 's',
            series: {
              '': 'histogram_quantile(0.95, sum by (le) (rate(query_plan_duration_seconds_bucket[$__rate_interval])))',
            },
          },
          {
            title: 'Shared answers',
            unit: 'reqps',
            series: {
              spared: 'sum(rate(shared_queries_total[$__rate_interval]))',
              waiting: 'sum(shared_queries_waiting)',
            },
          },
          {
            title: 'Fetches from subgraphs, 95 of 100',
            unit: 's',
            series: {
              '{{subgraph}}':
                'histogram_quantile(0.95, sum by (le, subgraph) (rate(subgraph_fetch_duration_seconds_bucket[$__rate_interval])))',
            },
          },
          {
            title: 'Fetches that fail',
            unit: 'reqps',
            series: {
              '{{subgraph}}: {{outcome}}':
                'sum by (subgraph, outcome) (rate(subgraph_fetch_duration_seconds_count{outcome!="ok"}[$__rate_interval]))',
            },
          },
          {
            title: 'Calls made again',
            unit: 'reqps',
            series: { '{{calls}}: {{outcome}}': 'sum by (calls, outcome) (rate(retries_total[$__rate_interval]))' },
          },
        ],
      },
    ],
  },
  {
    uid: 'commerce-parts',
    title: 'Commerce: parts',
    rows: [
      {
        title: 'Are they there?',
        panels: [
          {
            title: 'Replicas that can be read',
            unit: 'short',
            series: { '{{process}}': 'sum by (process) (up{job="commerce"})' },
          },
          { title: 'Ready', unit: 'short', series: { '{{part}}': 'sum by (part) (part_ready)' } },
          { title: 'What they wait for', unit: 'short', series: { '{{part}}: {{what}}': 'part_waits_for' } },
          {
            title: 'Days until certificates expire',
            unit: 'd',
            series: { '{{part}}': '(tls_certificate_expiry_timestamp_seconds - time()) / 86400' },
          },
        ],
      },
      {
        title: 'Cores',
        panels: [
          {
            title: 'Calls',
            unit: 'reqps',
            series: {
              '{{method}}: {{code}}':
                'sum by (method, code) (rate(rpc_server_duration_seconds_count[$__rate_interval]))',
            },
          },
          {
            title: 'Time of calls, 95 of 100',
            unit: 's',
            series: {
              '{{method}}':
                'histogram_quantile(0.95, sum by (le, method) (rate(rpc_server_duration_seconds_bucket[$__rate_interval])))',
            },
          },
          {
            title: 'Calls as their callers see them, 95 of 100',
            unit: 's',
            series: {
              '{{service}}: {{method}}':
                'histogram_quantile(0.95, sum by (le, service, method) (rate(rpc_client_duration_seconds_bucket[$__rate_interval])))',
            },
          },
          {
            title: 'Statements',
            unit: 'reqps',
            series: { '{{store}}': 'sum by (store) (rate(store_statements_total[$__rate_interval]))' },
          },
          {
            title: 'Connections to stores',
            unit: 'short',
            series: {
              '{{store}}: {{state}}': 'sum by (store, state) (store_pool_connections)',
              '{{store}}: limit': 'sum by (store) (store_pool_limit)',
            },
          },
          {
            title: 'Waits for a connection, 95 of 100',
            unit: 's',
            series: {
              '{{store}}':
                'histogram_quantile(0.95, sum by (le, store) (rate(store_pool_wait_seconds_bucket[$__rate_interval])))',
            },
          },
        ],
      },
      {
        title: 'Processes',
        panels: [
          {
            title: 'Processor',
            unit: 'percentunit',
            series: { '{{process}}': 'sum by (process) (rate(process_cpu_seconds_total[$__rate_interval]))' },
          },
          {
            title: 'Memory',
            unit: 'bytes',
            series: { '{{process}}': 'max by (process) (process_resident_memory_bytes)' },
          },
          {
            title: 'Event loop late, 99 of 100',
            unit: 's',
            series: { '{{process}}': 'max by (process) (nodejs_eventloop_lag_p99_seconds)' },
          },
          {
            title: 'Held for requests',
            unit: 'bytes',
            series: {
              '{{process}}': 'max by (process) (held_bytes)',
              'limit of {{process}}': 'min by (process) (held_bytes_limit)',
            },
          },
          {
            title: 'Garbage collection',
            unit: 'percentunit',
            series: { '{{process}}': 'sum by (process) (rate(nodejs_gc_duration_seconds_sum[$__rate_interval]))' },
          },
          { title: 'Retries left', unit: 'short', series: { '{{calls}}': 'min by (calls) (retry_budget_left)' } },
        ],
      },
    ],
  },
];

function quantile(share: number, by = ''): string {
  const labels = ['le', ...(by ? [by] : [])].join(', ');
  return `histogram_quantile(${share}, sum by (${labels}) (rate(graphql_operation_duration_seconds_bucket{outcome="ok"}[$__rate_interval])))`;
}

const FOLDER = resolve(import.meta.dirname, '../../deploy/observability/grafana/dashboards');

export function dashboardFile({ uid }: Dashboard): string {
  return join(FOLDER, `${uid}.json`);
}

export function dashboardText(dashboard: Dashboard): string {
  return `${JSON.stringify(grafanaDashboard(dashboard), undefined, 2)}\n`;
}
