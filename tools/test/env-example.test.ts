import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readConfig } from '@commerce/platform/config/read-config';
import { routerVariables, withSubgraphUrls } from '@commerce/router/start';
import { describe, expect, test } from 'vitest';
import type { ZodObject } from 'zod';
import { edgeVariables } from '../../edge/start.ts';
import { standaloneVariables } from '../../standalone/config.ts';
import { DOMAINS } from '../../standalone/generated/domains.ts';

const text = await readFile(resolve(import.meta.dirname, '../../.env.example'), 'utf8');
const named = [...text.matchAll(/^([A-Z][A-Z_]+)=/gm)].flatMap(([, name = '']) => name);

/** One file may hold the variables of all processes. */
const env = Object.fromEntries(named.map((name) => [name, 'x']));

const PROCESSES: [string, ZodObject][] = [
  ['router', withSubgraphUrls(routerVariables, env)],
  ['edge', edgeVariables(env)],
  ['npm start', standaloneVariables],
  ...DOMAINS.flatMap(({ domain, core, graph }): [string, ZodObject][] => [
    [`${domain.name} core`, core.coreVariables],
    [`${domain.name} subgraph`, graph.graphVariables],
  ]),
];

describe.each(PROCESSES)('the %s', (_name, variables) => {
  test('has each of its variables in .env.example', () => {
    const ofDomain = /^[A-Z\d]+_(CORE|DATABASE_URL|GRAPH_PORT|CORE_PORT)$/;
    const own = Object.keys(variables.shape).filter((name) => !ofDomain.test(name) || name === 'DIRECT_DATABASE_URL');
    // One that stands for others is there with a name.
    expect(own.filter((name) => !named.includes(name) && !name.includes('<'))).toEqual([]);
  });

  test('takes no variable of another process for a misspelt one of its own', () => {
    expect(() => readConfig(variables, env)).not.toThrow('no such variable');
  });
});
