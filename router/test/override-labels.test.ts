import { composeServices } from '@apollo/composition';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { log } from '@commerce/platform/log';
import { parse } from 'graphql';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { overrideLabels } from '../override-labels.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])';

/** A supergraph in which each label moves a field of its own, `field0` and so on, from "old" to "new". */
function moving(...labels: string[]): string {
  const fields = (own: (label: string) => string) =>
    labels.map((label, index) => `field${index}: Int ${own(label)}`).join(' ');
  const old = `type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! other: Int ${fields(() => '')} }`;
  const override = (label: string) => `@override(from: "old", label: "${label}")`;
  const moved = `type Query { ping: Int } type Thing @key(fields: "id") { id: ID! ${fields(override)} }`;
  const { errors, supergraphSdl = '' } = composeServices(
    Object.entries({ old, new: moved }).map(([name, types]) => ({
      name,
      url: `http://${name}.example`,
      typeDefs: parse(`${LINK}\n${types}`),
    })),
  );
  expect(errors).toBeUndefined();
  return supergraphSdl;
}

/** The next requests draw these, of 1. */
function draw(...numbers: number[]): void {
  const random = vi.spyOn(Math, 'random');
  for (const number of numbers) random.mockReturnValueOnce(number);
}
afterEach(() => vi.restoreAllMocks());

/** Whom the planner asks for `field0`. */
function asked(sdl: string, configured: readonly string[] = []): 'old' | 'new' {
  const supergraph = Supergraph.build(sdl);
  const operation = operationFromDocument(supergraph.apiSchema(), parse('{ thing { field0 } }'));
  const { conditions } = overrideLabels(sdl, configured)();
  const plan = new QueryPlanner(supergraph).buildQueryPlan(operation, { overrideConditions: conditions });
  return JSON.stringify(plan).includes('"serviceName":"new"') ? 'new' : 'old';
}

const SMALLEST = 0;
const LARGEST = 1 - 2 ** -53;

describe('percent(n)', () => {
  test.each([
    ['percent(100)', LARGEST, 'new'],
    ['percent(0)', SMALLEST, 'old'],
    ['percent(25)', 0.249, 'new'],
    ['percent(25)', 0.25, 'old'],
    ['percent(0.00000001)', SMALLEST, 'new'],
    ['percent(0.00000001)', 0.000_000_000_1, 'old'],
    ['percent(99.5)', 0.9949, 'new'],
    ['percent(99.5)', 0.995, 'old'],
  ] as const)('%s of a request that draws %d asks the %s owner', (label, drawn, owner) => {
    draw(drawn);
    expect(asked(moving(label))).toBe(owner);
  });

  test('is drawn for each request', () => {
    const next = overrideLabels(moving('percent(50)'), []);
    draw(0.2, 0.7, 0.2);
    expect([next(), next(), next()].map(({ conditions }) => conditions.get('percent(50)'))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('several are drawn together, so that an operation has few plans', () => {
    const next = overrideLabels(moving('percent(5)', 'percent(20)', 'percent(50)', 'percent(80)'), []);
    draw(...Array.from({ length: 100 }, (_, index) => index / 100));
    const keys = new Set(Array.from({ length: 100 }, () => next().key));
    expect([...keys]).toEqual([
      'percent(20) percent(5) percent(50) percent(80)',
      'percent(20) percent(50) percent(80)',
      'percent(50) percent(80)',
      'percent(80)',
      '',
    ]);
  });

  test('that is configured is on for all', () => {
    draw(LARGEST);
    expect(asked(moving('percent(1)'), ['percent(1)'])).toBe('new');
  });
});

describe('another label', () => {
  test.each([
    ['is configured', ['fast-lane'], 'new'],
    ['is not', ['another'], 'old'],
  ] as const)('that %s', (_what, configured, owner) => {
    expect(asked(moving('fast-lane'), configured)).toBe(owner);
  });

  test('takes no number for itself', () => {
    draw(SMALLEST);
    const { conditions, key } = overrideLabels(moving('fast-lane', 'percent(10)', 'slow-lane'), ['slow-lane'])();
    expect(Object.fromEntries(conditions)).toEqual({ 'fast-lane': false, 'percent(10)': true, 'slow-lane': true });
    expect(key).toBe('percent(10) slow-lane');
  });

  test('that nobody configured is told, and what is configured for nothing', () => {
    const info = vi.spyOn(log, 'info');
    overrideLabels(moving('fast-lane', 'slow-lane', 'percent(10)'), ['slow-lane', 'slow-lain']);
    expect(info.mock.calls).toEqual([
      [{ labels: ['fast-lane'] }, expect.stringContaining('the old owners answer')],
      [{ labels: ['slow-lain'] }, expect.stringContaining('the supergraph does not have')],
    ]);
  });
});

test('a supergraph without labels says nothing, and has one outcome', () => {
  const info = vi.spyOn(log, 'info');
  const next = overrideLabels(moving(), []);
  expect(next()).toBe(next());
  expect(next()).toMatchObject({ conditions: new Map(), key: '' });
  expect(info).not.toHaveBeenCalled();
});
