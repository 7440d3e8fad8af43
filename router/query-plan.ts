import { type Caller, hasScope } from '@commerce/platform/auth/caller';
import { isSwitchedOn } from '@commerce/platform/config/switches';
import { parse, print } from 'graphql';
import { z } from 'zod';
import type { ExecutableNode } from './execution/executable-plan.ts';

/** Who is shown how their operation is fetched. A scope is what https://www.rfc-editor.org/rfc/rfc6749#section-3.3 calls a token. */
export const queryPlanVariable = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
  .optional()
  .describe('true, false, or the scope of those who may see plans; without it true in development alone');

/** As Apollo's router calls it; its value is `true`. */
export const QUERY_PLAN_HEADER = 'apollo-expose-query-plan';

/** Is a caller shown the plan of a request with this header? */
export type ShowsPlan = (header: string | null | undefined, caller: Caller) => boolean;

/** @param value of QUERY_PLAN. */
export function showsPlan(value: string | undefined, NODE_ENV: string): ShowsPlan {
  const isForAll = value === undefined || value === 'true' || value === 'false';
  const isOn = isForAll && isSwitchedOn(value, NODE_ENV);
  return (header, caller) => header === 'true' && (isForAll ? isOn : hasScope(caller, value));
}

/** What an answer has in its `extensions`: the plan of what its caller may see, and nothing of any value. */
export function planExtensions(plan: ExecutableNode | undefined): object {
  const nodes = plan ? textOf(plan, '  ') : '';
  return { apolloQueryPlan: { text: `QueryPlan {\n${nodes}}` } };
}

function textOf(node: ExecutableNode, indent: string): string {
  if (!('fetch' in node)) {
    const nodes = node.nodes.map((each) => textOf(each, `${indent}  `)).join('');
    return `${indent}${node.kind} {\n${nodes}${indent}}\n`;
  }
  const { subgraph, path, query } = node.fetch;
  const place = path.length > 0 ? `, path: ${JSON.stringify(path.join('.'))}` : '';
  const lines = print(parse(query)).split('\n');
  const body = lines.map((line) => `${indent}  ${line}\n`).join('');
  return `${indent}Fetch(service: ${JSON.stringify(subgraph)}${place}) {\n${body}${indent}}\n`;
}
