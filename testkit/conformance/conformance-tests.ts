import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conformanceChecks } from './conformance-checks.ts';
import type { EntityUnderTest } from './subject.ts';
import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { type SilentCore, startSilentCore } from '../silent-core.ts';

/** Puts a domain's subgraph through the conformance kit, a test for each check: see ../conformance/README.md. */
export function conformance(options: {
  schemaFile: string;
  /** The endpoint of the subgraph under test, once it has started. */
  url: () => string;
  /** The core behind it, whose calls and statements are counted. */
  core: () => Pick<RunningCore, 'adminOrigin'>;
  /** Starts another one like it, before the core at an address. */
  startBefore: (core: string) => Promise<RunningSubgraph>;
  entities: EntityUnderTest[];
}): void {
  let core: SilentCore;
  let unanswered: RunningSubgraph;
  beforeAll(async () => {
    core = await startSilentCore();
    unanswered = await options.startBefore(core.address);
  });
  afterAll(async () => {
    await unanswered.stop();
    await core.stop();
  });

  const subject = () => {
    const metrics = `${options.core().adminOrigin}/metrics`;
    return { url: options.url(), metrics: [metrics], unanswered: unanswered.url };
  };
  const sdl = readFileSync(options.schemaFile, 'utf8');
  const checks = conformanceChecks(sdl, options.entities, subject).map(({ name, run }) => [name, run] as const);
  test.each(checks)('%s', async (_name, run) => {
    expect(await run()).toEqual({ problems: [] });
  });
}
