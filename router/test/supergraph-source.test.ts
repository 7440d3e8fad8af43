import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate as untilOthersHaveRun } from 'node:timers/promises';
import type { GraphQLSchema } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGateway, type Gateway } from '../gateway.ts';
import { subgraphUrls } from '../subgraph-urls.ts';
import type { SupergraphSource } from '../supergraph-source.ts';

const SDL = await readFile(resolve(import.meta.dirname, '../../supergraph.graphql'), 'utf8');
/** One that can be told from the others by the name of a query field. */
const version = (field: string) => SDL.replaceAll(/\bproduct\(/g, `${field}(`);

let running: Gateway | undefined;
/** The fields of the versions that were served, in their order. */
let served: string[];
/** Tells whoever polls that there is a new version. */
let look: () => void;
beforeEach(() => {
  served = [];
});
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function follow(source: Pick<SupergraphSource, 'next' | 'lastGood'>, refused?: string): Promise<void> {
  const poll = (then: () => void) => {
    look = then;
    return () => {};
  };
  const onSupergraph = (schema: GraphQLSchema) => {
    const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
    served.push(...fields.filter((field) => ['old', 'new', 'newest'].includes(field)));
    if (refused !== undefined && fields.includes(refused)) throw new Error('not this one');
  };
  running = createGateway({ name: 'a slow source', poll, ...source }, subgraphUrls({}), onSupergraph, 1_000);
  await running.start();
}

test('of changes in quick succession the last one is served last, though the read of one before it takes longer', async () => {
  let reads = 0;
  await follow({
    async next() {
      reads += 1;
      if (reads === 1) return version('old');
      if (reads > 2) return version('newest');
      // Two more while this one is read.
      look();
      look();
      await untilOthersHaveRun();
      return version('new');
    },
  });
  look();
  await expect.poll(() => served).toEqual(['old', 'new', 'newest']);
  expect(reads).toBe(3);
});

test('a change during the first read is served', async () => {
  let reads = 0;
  await follow({
    async next() {
      reads += 1;
      if (reads > 1) return version('new');
      look();
      await untilOthersHaveRun();
      return version('old');
    },
  });
  await expect.poll(() => served).toEqual(['old', 'new']);
});

test('a version that whoever serves it does not take is taken back, and not kept', async () => {
  const kept: string[] = [];
  let reads = 0;
  const lastGood = {
    name: 'memory',
    keep: async (sdl: string) => void kept.push(sdl),
    read: async () => undefined,
  };
  const next = async () => {
    reads += 1;
    return version(reads === 1 ? 'old' : 'new');
  };
  await follow({ next, lastGood }, 'new');
  look();
  await expect.poll(() => served).toEqual(['old', 'new', 'old']);
  expect(kept).toEqual([version('old')]);
});
