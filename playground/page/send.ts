import type { Fetcher } from '@graphiql/toolkit';
import { callerHeaders } from './caller.ts';
import { keepRun } from './runs.ts';
import { settings } from './settings.ts';
import type { Trace } from './trace.ts';

interface Answer {
  data?: unknown;
  errors?: unknown;
  extensions?: Record<string, unknown>;
}

interface Request {
  query: string;
  variables?: unknown;
  operationName?: string | null | undefined;
}

/** Sends what somebody runs in the editor, and keeps for the panels how it was planned and what each part did. */
export const fetcher: Fetcher = async (request, options) => {
  const own = (options?.headers ?? {}) as Record<string, string>;
  if (request.operationName === 'IntrospectionQuery') return (await send(request, own)).answer as never;
  const began = performance.now();
  const { answer, status } = await send(request, { ...SHOWN, ...own });
  const tookMs = performance.now() - began;
  const { apolloQueryPlan, trace, ...extensions } = answer.extensions ?? {};
  const { extensions: _all, ...rest } = answer;
  // The panels show it; in the answer it would stand before what was asked for.
  const shown = Object.keys(extensions).length > 0 ? { ...rest, extensions } : rest;
  keepRun({
    operation: request.operationName ?? undefined,
    status,
    tookMs,
    bytes: new TextEncoder().encode(JSON.stringify(shown)).length,
    planText: (apolloQueryPlan as { text?: string } | undefined)?.text,
    trace: trace as Trace | undefined,
  });
  return shown as never;
};

const SHOWN = { 'apollo-expose-query-plan': 'true', 'commerce-expose-trace': '1' };

/** @param headers beside those of whoever was chosen, which they come before. @throws when there is no answer in JSON. */
export async function send(request: Request, headers: Readonly<Record<string, string>> = {}): Promise<Sent> {
  const isSaid = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const response = await fetch(settings.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(isSaid ? {} : await callerHeaders()),
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return { answer: (await response.json()) as Answer, status: response.status };
}

interface Sent {
  answer: Answer;
  /** HTTP's. */
  status: number;
}
