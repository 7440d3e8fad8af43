import { isDeepStrictEqual } from 'node:util';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { Pool } from 'undici';
import { cpuMs, residentMb } from './process-usage.ts';
import type { SetUp } from './set-up.ts';

/** What clients send: so many requests at once, and the next when all are answered. */
export interface Traffic {
  name: string;
  query: string;
  /** Of the request with this number, counted from 0. */
  variables: (request: number) => Record<string, unknown>;
  atOnce: number;
}

/** What answering took. */
export interface Usage {
  /** Of the process alone. */
  cpuMs: number;
  /** Of the subgraphs that it asks. */
  graphsMs: number;
  requests: number;
  /** Of the process, at its end. */
  residentMb: number;
}

/** Sends requests to a router; what it refuses as too much to do, again. @throws Error for an answer that is not 200. */
export async function send({ url, pid, graphs, headers }: SetUp, traffic: Traffic, requests: number): Promise<Usage> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: traffic.atOnce });
  // Made before, for what a token takes to sign is not the router's.
  const sent = await Promise.all(Array.from({ length: requests }, headers));
  const post = async (request: number, attempts = 1): Promise<void> => {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: pathname,
      headers: { 'content-type': 'application/json', ...sent[request] },
      body: JSON.stringify({ query: traffic.query, variables: traffic.variables(request) }),
    });
    const text = await body.text();
    if (statusCode === 503 && attempts < MAX_ATTEMPTS) return await post(request, attempts + 1);
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${text.slice(0, 500)}`);
  };
  const [before, graphsBefore] = [await cpuMs(pid), await cpuMsOf(graphs)];
  for (let first = 0; first < requests; first += traffic.atOnce)
    await Promise.all(Array.from({ length: traffic.atOnce }, (_, index) => post(first + index)));
  const usage = {
    cpuMs: (await cpuMs(pid)) - before,
    graphsMs: (await cpuMsOf(graphs)) - graphsBefore,
    requests,
    residentMb: await residentMb(pid),
  };
  await pool.close();
  return usage;
}

async function cpuMsOf(pids: readonly number[]): Promise<number> {
  return (await Promise.all(pids.map(cpuMs))).reduce((sum, time) => sum + time, 0);
}

/** A router refuses at once what is more than it can do while the machine is busy. */
const MAX_ATTEMPTS = 1_000;

/** @throws Error when a router's answer differs from the first one's, or has errors. */
export async function compareAnswers(setUps: readonly SetUp[], { name, query, variables }: Traffic): Promise<void> {
  const answers = await Promise.all(
    setUps.map(async ({ url, headers }) => await graphqlClient(url).ask(query, variables(0), await headers())),
  );
  for (const [index, answer] of answers.entries())
    if (!isDeepStrictEqual(answer, answers[0]))
      throw new Error(`"${name}" has another answer from ${setUps[index]?.name} than from ${setUps[0]?.name}.`);
}
