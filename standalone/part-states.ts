import type { Parts } from '@commerce/router/start';
import { z } from 'zod';

/** A part whose readiness can be asked for. */
export interface AskedPart {
  name: string;
  kind: 'router' | 'graph' | 'core';
  asks: readonly string[];
  /** Where its readiness is: `http://host:port`. */
  adminOrigin: string;
}

/** @returns how these parts are, each time it is called: as their readiness says, and down where one says nothing in time. */
export function partStates(parts: readonly AskedPart[]): Parts {
  return async () =>
    await Promise.all(
      parts.map(async ({ adminOrigin, ...part }) => ({ ...part, ...(await readinessOf(adminOrigin)) })),
    );
}

async function readinessOf(adminOrigin: string) {
  try {
    const answer = await fetch(`${adminOrigin}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { status, waitsFor } = readiness.parse(await answer.json());
    return { state: status, waitsFor };
  } catch {
    return { state: 'down' as const, waitsFor: [] };
  }
}

/** Who looks at the page shall not wait for a part that hangs. */
const PATIENCE_MS = 1_000;

const readiness = z.object({ status: z.enum(['ready', 'waiting']), waitsFor: z.array(z.string()).default([]) });
