import { afterAll, beforeAll, expect, test } from 'vitest';
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

async function metrics(): Promise<string> {
  return await (await fetch(`${system.adminOrigin}/metrics`)).text();
}
