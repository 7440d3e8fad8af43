import { readFile } from 'node:fs/promises';
import { metrics as registered } from '@commerce/platform/metrics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DASHBOARDS } from '../../tools/observability/dashboards.ts';
import { metricsIn } from '../../tools/observability/metrics-in.ts';
import { startSystem, type System } from '../start-system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await system.ask('{ accounts { id } }');
  await system.refusal('mutation { createAccount(account: { name: "" }) { id } }');
});
afterAll(() => system.stop());

test.each([
  'graphql_request_duration_seconds_count{server="router",outcome="ok"} 1',
  'graphql_request_duration_seconds_bucket{le="10",server="account",outcome="ok"} 1',
  'graphql_errors_total{server="router",code="BAD_USER_INPUT"} 1',
  'graphql_operation_duration_seconds_count{operation="unnamed",outcome="ok"} 1',
  'graphql_operation_duration_seconds_count{operation="unnamed",outcome="client_error"} 1',
  'graphql_client_requests_total{client="unnamed",outcome="ok"} 1',
  'http_server_request_duration_seconds_count{http_request_method="POST",http_route="/graphql",http_response_status_code="200",url_scheme="http"} ',
  'admission_in_flight{server="router"} 0',
  'admission_limit{server="commerce.account.v1.AccountService"} 1000',
  'query_plan_cache_total{result="miss"} 2',
  'query_plan_duration_seconds_count 2',
  'retry_budget_left{calls="subgraph"} 10',
  'retry_budget_left{calls="core"} 10',
  'part_ready{part="router"} 1',
  'part_ready{part="order-core"} 1',
  'held_bytes ',
  'build_info{version="0.1.0",node="v',
  'supergraph_info{sha256="',
  'subgraph_fetch_duration_seconds_count{subgraph="account",outcome="ok"} 2',
  'rpc_client_duration_seconds_count{service="commerce.account.v1.AccountService",method="ListAccounts",code="OK"} 1',
  'rpc_client_duration_seconds_count{service="commerce.account.v1.AccountService",method="CreateAccount",code="INVALID_ARGUMENT"} 1',
  'rpc_server_duration_seconds_count{service="commerce.account.v1.AccountService",method="ListAccounts",code="OK"} 1',
  'store_pool_connections{store="account",state="idle"} ',
  'store_pool_connections{store="account",state="busy"} 0',
  'store_pool_connections{store="account",state="waiting"} 0',
  'store_pool_limit{store="account"} ',
  'store_statements_total{store="account"} ',
  'nodejs_eventloop_lag_seconds ',
  'process_cpu_seconds_total ',
])('the metrics say %s', async (line) => {
  // Again and again: a look at the store may be under way, and keep a connection busy.
  await expect.poll(metrics).toContain(`\n${line}`);
});

test('all that alerts and dashboards read is there, with the labels that they name', async () => {
  const { groups } = parse(await readFile('deploy/observability/rules/commerce.yaml', 'utf8')) as {
    groups: { rules: { expr: string; record?: string }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  const panels = DASHBOARDS.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const read = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ series }) => Object.values(series))].flatMap(
    metricsIn,
  );
  const known = new Map((await registered.getMetricsAsJSON()).map(({ name }) => [name, labelsOf(name)]));
  for (const { record } of rules) if (record !== undefined) known.set(record, []);
  // What Prometheus says of whom it reads.
  known.set('up', []);
  const lacking = read.flatMap(({ metric, labels }) => {
    const its = known.get(metric) ?? known.get(metric.replace(/_(bucket|count|sum)$/, ''));
    if (!its) return metric;
    return labels
      .filter((label) => !OF_TARGET.has(label) && !its.includes(label))
      .map((label) => `${metric}{${label}}`);
  });
  expect([...new Set(lacking)]).toEqual([]);
  expect(read.length).toBeGreaterThan(50);
});

/** Those that a scrape adds, and the bounds of a histogram. */
const OF_TARGET: ReadonlySet<string> = new Set(['job', 'process', 'instance', 'le']);

function labelsOf(name: string): readonly string[] {
  const metric = registered.getSingleMetric(name);
  return metric && 'labelNames' in metric ? (metric.labelNames as string[]) : [];
}

async function metrics(): Promise<string> {
  return await (await fetch(`${system.adminOrigin}/metrics`)).text();
}
