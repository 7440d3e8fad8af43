import { z } from 'zod';
import type { HopTrace } from './exposed-span.ts';

/**
 * What another part says of its work, as far as it is in the form of `HopTrace` and within its bounds: whatever else it has
 * goes no further.
 *
 * @returns undefined for anything else: a part of another version, or a server of somebody else's.
 */
export function readHopTrace(value: unknown): HopTrace | undefined {
  return hopTrace.safeParse(value).data;
}

const time = z.number().min(0);
const count = z.int().min(0);
const name = z.string().max(200);
const numbers = z.record(name, count).refine((counts) => Object.keys(counts).length <= 50);
const span = z.object({
  kind: z.enum(['parse', 'validate', 'plan', 'fetch', 'rpc', 'statement', 'connection']),
  name,
  startMs: time,
  durationMs: time,
  error: name.optional(),
  attempts: count.optional(),
  requestBytes: count.optional(),
  responseBytes: count.optional(),
  subgraph: name.optional(),
  node: count.optional(),
  representations: count.optional(),
  httpStatus: count.optional(),
  errors: numbers.optional(),
  service: name.optional(),
  method: name.optional(),
  status: name.optional(),
  store: name.optional(),
  text: z.string().max(2_000).optional(),
  rows: count.optional(),
});

function hopOf(spans: z.ZodType<HopTrace['spans']>): z.ZodType<HopTrace> {
  return z.object({
    ms: time,
    replica: name,
    counts: z.object({ fetches: numbers, rpcs: numbers, statements: numbers }),
    spans,
    omitted: count.optional(),
  });
}

/** A subgraph, its core, a core that this one asks, and one more. */
const PARTS = 4;

let hopTrace = hopOf(z.array(span).max(100));
for (let part = 1; part < PARTS; part += 1) {
  hopTrace = hopOf(z.array(span.extend({ served: hopTrace.optional() })).max(100));
}
