import { type Caller, hasScope, NOBODY } from '@commerce/platform/auth/caller';
import { callContext } from '@commerce/platform/call-context';
import { derivedDefault } from '@commerce/platform/config/derived-default';
import { isSwitchedOn } from '@commerce/platform/config/switches';
import type { FastifyRequest } from 'fastify';
import { parse, print } from 'graphql';
import { z } from 'zod';
import type { ExecutableNode } from './execution/executable-plan.ts';
import type { ClientOperation, ExecutionResult } from './execution/executor.ts';

/** Who is shown how their operation is fetched. A scope is what https://www.rfc-editor.org/rfc/rfc6749#section-3.3 calls a token. */
export const queryPlanVariable = derivedDefault(
  z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
    .optional()
    .describe('true, false, or the scope of those who may see plans; without it true in development alone'),
  ({ NODE_ENV }) => String(isSwitchedOn(undefined, String(NODE_ENV))),
);

/** As Apollo's router calls it; its value is `true`. */
export const QUERY_PLAN_HEADER = 'apollo-expose-query-plan';

/** @param value of QUERY_PLAN. @returns whether a caller may see how what they ask for is planned and done. */
export function mayBeShown(value: string | undefined, NODE_ENV: string): (caller: Caller) => boolean {
  const isForAll = value === undefined || value === 'true' || value === 'false';
  const isOn = isForAll && isSwitchedOn(value, NODE_ENV);
  return (caller) => (isForAll ? isOn : hasScope(caller, value));
}

/**
 * Runs an operation, and gives its answer the plan in `extensions`, if its caller asks for it and may see plans. It is the
 * plan of what the caller may see, and has no value that they have not sent.
 */
export function planShower(isShownTo: (caller: Caller) => boolean) {
  const isShown = () => isShownTo(callContext.getStore()?.caller ?? NOBODY);
  return (
    { headers }: Pick<FastifyRequest, 'headers'>,
    run: (onPlan?: ClientOperation['onPlan']) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> => (headers[QUERY_PLAN_HEADER] === 'true' && isShown() ? withPlan(run) : run());
}

async function withPlan(run: (onPlan: ClientOperation['onPlan']) => Promise<ExecutionResult>) {
  let text: string | undefined;
  const result = await run((plan) => (text = `QueryPlan {\n${plan ? textOf(plan, '  ') : ''}}`));
  return text === undefined ? result : { ...result, extensions: { apolloQueryPlan: { text } } };
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
