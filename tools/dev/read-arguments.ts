import { parseArgs } from 'node:util';
import { errorTable, kindOfCode } from '@commerce/platform/errors/error-table';
import { withUsage } from '../with-usage.ts';
import type { Disturbance } from '@commerce/testkit/stand-in/disturbance';
import { type DevDomain, domainsHere } from './domains.ts';

/** What a developer asks for. */
export interface DevArguments {
  /** The domain to work on. */
  own: DevDomain;
  /** What is wrong with the others' stand-ins, by their names. */
  disturbances: ReadonlyMap<string, Disturbance>;
}

/** @throws UserError that names what is wrong and what is valid. */
export function readArguments(args: string[], domains: readonly DevDomain[]): DevArguments {
  const here = domainsHere(domains).map(({ name }) => name);
  return withUsage(usage(here), () => {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { latency: REPEATED, error: REPEATED },
    });
    const [name, ...rest] = positionals;
    const own = domains.find((domain) => domain.name === name && here.includes(domain.name));
    if (name === undefined) throw new TypeError('Name the subgraph to work on.');
    if (!own) throw new TypeError(`There is no subgraph ${name} to work on.`);
    if (rest.length > 0) throw new TypeError(`One subgraph at a time: ${rest.join(' ')} is one too many.`);

    const others = domains.map((domain) => domain.name).filter((other) => other !== name);
    const disturbances = new Map<string, Disturbance>();
    const add = (flag: string, text: string, read: (value: string) => Disturbance | undefined, valid: string) => {
      const [other = '', value = ''] = text.split('=', 2);
      if (!others.includes(other)) {
        throw new TypeError(`${flag} ${text}: "${other}" has no stand-in here; one of ${others.join(', ')} has.`);
      }
      const added = read(value);
      if (!added) throw new TypeError(`${flag} ${text}: expected ${other}=<${valid}>, got "${value}".`);
      disturbances.set(other, { ...disturbances.get(other), ...added });
    };
    for (const text of values.latency ?? []) add('--latency', text, latency, 'milliseconds, 0 to 60000');
    for (const text of values.error ?? []) add('--error', text, failure, `one of ${CODES.join(', ')}`);
    return { own, disturbances };
  });
}

const REPEATED = { type: 'string', multiple: true } as const;

function latency(text: string): Disturbance | undefined {
  const latencyMs = Number(text);
  return /^\d+$/.test(text) && latencyMs <= 60_000 ? { latencyMs } : undefined;
}

function failure(code: string): Disturbance | undefined {
  const error = kindOfCode(code);
  return error && { error };
}

const CODES = Object.values(errorTable).map(({ graphql }) => graphql);

function usage(here: readonly string[]): string {
  return `Usage: npm run dev -- <${here.join(' | ')}> [--latency <other>=<ms>]… [--error <other>=<code>]…

Runs one subgraph and its core from source, with stand-ins for all others.
  --latency catalog=200        the catalog's stand-ins wait 200 ms before each answer
  --error catalog=UNAVAILABLE  the catalog's stand-ins fail instead of each answer`;
}
